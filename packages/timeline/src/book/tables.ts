import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Statements } from '@iexec-sim/snapshot'
import type { Finding } from '../finding.ts'
import type { SecretEvent, SecretRef, SecretSummary } from '../secret-event.ts'
import type { Step } from '../step.ts'
import { VISIBLE } from './lives.ts'

/** Kinds of records, each in a table of its name. */
const TABLES = ['step', 'secret', 'finding'] as const
/** A kind of record. */
export type Table = (typeof TABLES)[number]

/** A record with its life, as it waits to be written. */
export type Waiting = { life: number } & (
  | { table: 'step'; record: Step }
  | { table: 'secret'; record: SecretEvent }
  | { table: 'finding'; record: Finding }
)

/** Makes the tables that are missing, and ends what a former process was in the middle of. */
export function makeTables(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS step (id INTEGER PRIMARY KEY, life INTEGER NOT NULL, task TEXT NOT NULL,
      running INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS step_task ON step (task);
    CREATE INDEX IF NOT EXISTS step_running ON step (id) WHERE running = 1;
    CREATE TABLE IF NOT EXISTS secret (id INTEGER PRIMARY KEY, life INTEGER NOT NULL, secret TEXT NOT NULL,
      task TEXT, kind TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS secret_secret ON secret (secret);
    CREATE INDEX IF NOT EXISTS secret_task ON secret (task) WHERE task IS NOT NULL;
    CREATE TABLE IF NOT EXISTS finding (id INTEGER PRIMARY KEY, life INTEGER NOT NULL, task TEXT NOT NULL,
      body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS finding_task ON finding (task);`)
  db.prepare(
    `UPDATE step SET running = 0, body = json_set(body, '$.outcome', 'failed', '$.reason', ?) WHERE running = 1`,
  ).run('The network stopped during this step.')
}

/** Writes a record, in place of a former state of it. */
export function write(sql: Statements, waiting: Waiting): void {
  const { life, table, record } = waiting
  const body = JSON.stringify(record)
  if (table === 'step')
    run(sql, 'INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?, ?)', [
      record.id,
      life,
      record.taskId,
      record.outcome === 'running' ? 1 : 0,
      body,
    ])
  if (table === 'secret')
    run(sql, 'INSERT OR REPLACE INTO secret VALUES (?, ?, ?, ?, ?, ?, ?)', [
      record.id,
      life,
      keyOf(record),
      record.taskId ?? null,
      record.kind,
      record.at,
      body,
    ])
  if (table === 'finding')
    run(sql, 'INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?)', [
      record.id,
      life,
      record.taskId,
      body,
    ])
}

/** Reads what the network remembers of a table, oldest first. */
export function read<T>(
  sql: Statements,
  table: Table,
  where: string,
  values: SQLInputValue[],
  limit: number,
): { record: T; untilMs: number }[] {
  const rows = sql
    .prepare(
      `SELECT r.body, v.until FROM ${table} r ${VISIBLE} WHERE ${where} ORDER BY r.id DESC LIMIT ?`,
    )
    .all(...values, limit)
  return rows
    .map(({ body, until }) => ({ record: JSON.parse(String(body)) as T, untilMs: Number(until) }))
    .reverse()
}

/** Every secret that the network remembers, with what became of it. */
export function summaries(sql: Statements): SecretSummary[] {
  const rows = sql
    .prepare(
      `SELECT r.secret, max(r.at) AS lastAt, max(CASE WHEN r.kind = 'set' THEN r.at END) AS setAt,
      sum(r.kind = 'requested') AS requested, sum(r.kind = 'delivered') AS delivered,
      sum(r.kind = 'refused') AS refused,
      coalesce(max(CASE WHEN r.kind = 'marked' THEN r.id END), 0)
        > coalesce(max(CASE WHEN r.kind = 'unmarked' THEN r.id END), 0) AS canary
    FROM secret r ${VISIBLE} GROUP BY r.secret ORDER BY r.secret`,
    )
    .all()
  return rows.map(({ secret, lastAt, setAt, requested, delivered, refused, canary }) => ({
    ...refOf(String(secret)),
    ...(setAt === null ? {} : { setAt: Number(setAt) }),
    lastAt: Number(lastAt),
    canary: canary === 1,
    requested: Number(requested),
    delivered: Number(delivered),
    refused: Number(refused),
  }))
}

/** Removes the oldest records of each table beyond so many. */
export function prune(sql: Statements, most: number): void {
  for (const table of TABLES)
    run(
      sql,
      `DELETE FROM ${table} WHERE id <= (SELECT id FROM ${table} ORDER BY id DESC LIMIT 1 OFFSET ?)`,
      [most],
    )
}

/** The highest id of any record. */
export function lastIdIn(db: DatabaseSync): number {
  const ids = TABLES.map((table) => db.prepare(`SELECT max(id) AS id FROM ${table}`).get()?.id)
  return Math.max(0, ...ids.map(Number))
}

/** A secret's identity as one text. */
export const keyOf = ({ framework, family, owner, name }: SecretRef): string =>
  JSON.stringify([framework, family, owner, name])

function refOf(key: string): SecretRef {
  const [framework, family, owner, name] = JSON.parse(key)
  return { framework, family, owner, name }
}

function run(sql: Statements, text: string, values: SQLInputValue[]): void {
  sql.prepare(text).run(...values)
}
