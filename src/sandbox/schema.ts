/**
 * The sandbox's tables. Times are epoch milliseconds. A column whose name ends in `_machine` holds machine time
 * (rates, leases, token life, which the SDK also counts by the machine's clock); all others hold business time.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS person (
  open_id TEXT PRIMARY KEY, union_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL UNIQUE, chat_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, title TEXT NOT NULL, mobile TEXT NOT NULL UNIQUE,
  blocked INTEGER NOT NULL DEFAULT 0, resigned INTEGER NOT NULL DEFAULT 0);

-- A code that the bot's messages to this person are refused with.
CREATE TABLE IF NOT EXISTS refusal (open_id TEXT PRIMARY KEY, code INTEGER NOT NULL);

-- Groups; an empty owner is the bot. A group's message has the open_id of the person who sent it, or none.
CREATE TABLE IF NOT EXISTS chat (
  chat_id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, owner_id TEXT NOT NULL,
  bot_in INTEGER NOT NULL, dissolved INTEGER NOT NULL DEFAULT 0, urgent_setting TEXT NOT NULL,
  uuid TEXT, create_time INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS chat_member (
  chat_id TEXT NOT NULL, open_id TEXT NOT NULL, PRIMARY KEY (chat_id, open_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chat_member_person ON chat_member (open_id);
CREATE TABLE IF NOT EXISTS group_read (
  message_id TEXT NOT NULL, open_id TEXT NOT NULL, read_time INTEGER NOT NULL,
  PRIMARY KEY (message_id, open_id)) WITHOUT ROWID;

-- Whom the bot buzzed (加急) about a message, and how: app, sms or phone.
CREATE TABLE IF NOT EXISTS urgent (
  message_id TEXT NOT NULL, open_id TEXT NOT NULL, means TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (message_id, open_id, means)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS urgent_person ON urgent (open_id);

-- Messages of a batch, and cards that one member of a group sees.
CREATE TABLE IF NOT EXISTS batch (
  batch_id TEXT PRIMARY KEY, valid INTEGER NOT NULL, recalled INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS batch_message (message_id TEXT PRIMARY KEY, batch_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS batch_messages ON batch_message (batch_id);
CREATE TABLE IF NOT EXISTS ephemeral (message_id TEXT PRIMARY KEY, open_id TEXT NOT NULL);

-- Logins: codes (5 minutes, once) and what they were exchanged for. Machine time, as with the app's tokens.
CREATE TABLE IF NOT EXISTS login_code (
  code TEXT PRIMARY KEY, open_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
  challenge TEXT, expires_machine INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS user_token (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, open_id TEXT NOT NULL, scope TEXT NOT NULL,
  expires_machine INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);

CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, expires_machine INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS message (
  seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, chat_id TEXT NOT NULL, open_id TEXT NOT NULL,
  sender TEXT NOT NULL, msg_type TEXT NOT NULL, content TEXT NOT NULL,
  create_time INTEGER NOT NULL, update_time INTEGER NOT NULL, edits INTEGER NOT NULL DEFAULT 0,
  recalled INTEGER NOT NULL DEFAULT 0, read_time INTEGER, urgent INTEGER NOT NULL DEFAULT 0,
  root_id TEXT, parent_id TEXT, thread_id TEXT);
CREATE INDEX IF NOT EXISTS message_chat ON message (chat_id, seq);
CREATE INDEX IF NOT EXISTS message_unread ON message (chat_id) WHERE sender = 'bot' AND read_time IS NULL AND recalled = 0;

CREATE TABLE IF NOT EXISTS sent_uuid (uuid TEXT PRIMARY KEY, message_id TEXT NOT NULL, at INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS resource (
  key TEXT PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, purpose TEXT NOT NULL,
  mime TEXT NOT NULL, file_name TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS card_token (
  token TEXT PRIMARY KEY, message_id TEXT NOT NULL, expires_at INTEGER NOT NULL, uses_left INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS card_lock (id TEXT PRIMARY KEY, message_id TEXT NOT NULL, until_machine INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS card_lock_message ON card_lock (message_id);

CREATE TABLE IF NOT EXISTS event (
  seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, event_type TEXT NOT NULL, body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER, lease_machine INTEGER NOT NULL DEFAULT 0, outcome TEXT);
CREATE INDEX IF NOT EXISTS event_due ON event (due_at);

CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY, remaining INTEGER NOT NULL, body TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS rate_hit (bucket TEXT NOT NULL, at_machine INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS rate_hit_bucket ON rate_hit (bucket, at_machine);
CREATE INDEX IF NOT EXISTS rate_hit_at ON rate_hit (at_machine);

CREATE TABLE IF NOT EXISTS api_log (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  status INTEGER NOT NULL, code INTEGER, log_id TEXT NOT NULL, took_ms INTEGER NOT NULL, fault TEXT);

CREATE TABLE IF NOT EXISTS feed (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
INSERT OR IGNORE INTO change VALUES (1, 0);
`;
