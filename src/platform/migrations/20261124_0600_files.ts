import { sql, type Kysely } from 'kysely';

/** What is known about each uploaded file; the bytes are in the file store. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table platform.file (
			id uuid primary key,
			room text not null,
			organisation_id uuid,
			name text not null,
			media_type text not null,
			size int not null check (size > 0),
			sha256 text not null check (length(sha256) = 64),
			created_by uuid,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index file_organisation on platform.file (organisation_id, id desc) where organisation_id is not null`.execute(db);
	await sql`create index file_creator on platform.file (created_by) where created_by is not null`.execute(db);
}
