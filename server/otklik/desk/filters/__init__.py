"""The filter of a list: what a person types, the tree it means, and the conditions of a query made of it.

`reading` makes a tree of a text, `writing` a text of a tree, `binding` finds whom its names mean, `conditions` writes
SQL of literals with the values as parameters.
"""
