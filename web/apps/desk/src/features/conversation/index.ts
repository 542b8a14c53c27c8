export { prefetchConversation, useConversation } from './api';
export { ConversationPane } from './conversation-pane';
export { followConversation, putMessages } from './live';
