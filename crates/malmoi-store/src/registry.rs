//! The registry: which articles there are, in which files, in a database of SQLite. What it
//! says is what the store has; files that it does not name are rubbish.

use std::path::Path;
use std::time::Duration;

use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};

use crate::row::{Key, Place};
use crate::segment::Group;

/// The tables. `entries` has some 35 bytes an article, the others next to nothing.
const TABLES: &str = "
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE segments (
        segment INTEGER PRIMARY KEY AUTOINCREMENT,
        rows INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 BLOB NOT NULL
    );
    CREATE TABLE row_groups (
        segment INTEGER NOT NULL,
        number INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        first_path TEXT NOT NULL,
        first_place INTEGER NOT NULL,
        last_path TEXT NOT NULL,
        last_place INTEGER NOT NULL,
        PRIMARY KEY (segment, number)
    ) WITHOUT ROWID;
    CREATE TABLE entries (
        key BLOB PRIMARY KEY,
        content INTEGER NOT NULL,
        segment INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE files (
        key BLOB PRIMARY KEY,
        bytes INTEGER NOT NULL,
        entries INTEGER NOT NULL
    ) WITHOUT ROWID;
";

/// How long a reader waits for a commit, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) type Result<T> = rusqlite::Result<T>;

/// An open registry.
pub(crate) struct Registry {
    connection: Connection,
}

/// A file of articles.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) segment: i64,
    pub(crate) rows: u64,
    pub(crate) skipped: u64,
    pub(crate) bytes: u64,
    pub(crate) sha256: Vec<u8>,
    pub(crate) groups: Vec<Group>,
}

/// An entry, as the registry knows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Known {
    pub(crate) content: i64,
    pub(crate) segment: i64,
}

impl Registry {
    /// Makes a new one; a file that is there is opened and left as it is.
    pub(crate) fn create(path: &Path) -> Result<Registry> {
        let registry = Registry::with(path, OpenFlags::SQLITE_OPEN_CREATE)?;
        Ok(registry)
    }

    pub(crate) fn open(path: &Path) -> Result<Registry> {
        Registry::with(path, OpenFlags::empty())
    }

    fn with(path: &Path, more: OpenFlags) -> Result<Registry> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // A journal beside the file, which is gone once a commit is on the disk, folder included:
        // so the store is one file when nobody writes, and may be copied. What is changed waits in
        // memory, so that readers need not wait for anything but the commit.
        connection.execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA cache_spill = OFF;",
        )?;
        Ok(Registry { connection })
    }

    /// Whether the tables are there.
    pub(crate) fn is_made(&self) -> Result<bool> {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'about'";
        self.connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(|tables| tables == 1)
    }

    /// Begins a change. Until it is committed nobody sees anything of it.
    pub(crate) fn change(&mut self) -> Result<Change<'_>> {
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        Ok(Change { transaction })
    }

    /// Begins to read: what is read until the end belongs to one commit.
    pub(crate) fn view(&mut self) -> Result<Change<'_>> {
        let behavior = TransactionBehavior::Deferred;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        Ok(Change { transaction })
    }

    /// Returns what SQLite finds wrong with its own file.
    pub(crate) fn faults(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?;
        let found: Result<Vec<String>> = found.collect();
        Ok(found?.into_iter().filter(|said| said != "ok").collect())
    }
}

/// What is read or changed together.
pub(crate) struct Change<'r> {
    transaction: Transaction<'r>,
}

impl Change<'_> {
    pub(crate) fn make_tables(&self) -> Result<()> {
        self.transaction.execute_batch(TABLES)
    }

    /// Ends the change: from here on it is there, whatever happens.
    pub(crate) fn commit(self) -> Result<()> {
        self.transaction.commit()
    }

    pub(crate) fn about(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM about WHERE name = ?";
        let mut statement = self.transaction.prepare_cached(sql)?;
        statement.query_row([name], |row| row.get(0)).optional()
    }

    pub(crate) fn set_about(&self, name: &str, value: &str) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO about VALUES (?, ?)";
        self.transaction.execute(sql, [name, value]).map(drop)
    }

    pub(crate) fn known(&self, key: &Key) -> Result<Option<Known>> {
        let sql = "SELECT content, segment FROM entries WHERE key = ?";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let known = |row: &rusqlite::Row<'_>| {
            Ok(Known {
                content: row.get(0)?,
                segment: row.get(1)?,
            })
        };
        statement.query_row([key], known).optional()
    }

    pub(crate) fn set_known(&self, key: &Key, known: Known) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let values = params![key, known.content, known.segment];
        statement.execute(values).map(drop)
    }

    pub(crate) fn forget(&self, key: &Key) -> Result<()> {
        let sql = "DELETE FROM entries WHERE key = ?";
        let mut statement = self.transaction.prepare_cached(sql)?;
        statement.execute([key]).map(drop)
    }

    /// Notes the size of a file, and that it has so many entries more.
    pub(crate) fn add_file(&self, key: &Key, bytes: u64, entries: u64) -> Result<()> {
        let sql = "INSERT INTO files VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET \
                   bytes = ?2, entries = entries + ?3";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let values = params![key, whole(bytes), whole(entries)];
        statement.execute(values).map(drop)
    }

    /// Notes that a file has an entry less; one without any is not there.
    pub(crate) fn leave_file(&self, key: &Key) -> Result<()> {
        let sql = "UPDATE files SET entries = entries - 1 WHERE key = ?";
        self.transaction.prepare_cached(sql)?.execute([key])?;
        let sql = "DELETE FROM files WHERE key = ? AND entries <= 0";
        let mut statement = self.transaction.prepare_cached(sql)?;
        statement.execute([key]).map(drop)
    }

    /// Returns how many files there are, and their bytes.
    pub(crate) fn files(&self) -> Result<(u64, u64)> {
        let sql = "SELECT count(*), coalesce(sum(bytes), 0) FROM files";
        let sums = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (files, bytes) = self.transaction.query_row(sql, [], sums)?;
        Ok((files.unsigned_abs(), bytes.unsigned_abs()))
    }

    /// Returns the size of a file; nothing of one that is not known.
    pub(crate) fn file_bytes(&self, key: &Key) -> Result<u64> {
        let sql = "SELECT bytes FROM files WHERE key = ?";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let bytes: Option<i64> = statement.query_row([key], |row| row.get(0)).optional()?;
        Ok(bytes.unwrap_or_default().unsigned_abs())
    }

    /// Returns a number for a new segment, which none has had that was committed.
    pub(crate) fn new_segment(&self) -> Result<i64> {
        let sql = "INSERT INTO segments (rows, skipped, bytes, sha256) VALUES (0, 0, 0, x'')";
        self.transaction.execute(sql, [])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Says what is in a new segment.
    pub(crate) fn set_segment(&self, listed: &Listed) -> Result<()> {
        let sql = "UPDATE segments SET rows = ?2, skipped = ?3, bytes = ?4, sha256 = ?5 \
                   WHERE segment = ?1";
        let values = params![
            listed.segment,
            whole(listed.rows),
            whole(listed.skipped),
            whole(listed.bytes),
            listed.sha256
        ];
        self.transaction.execute(sql, values)?;
        let sql = "INSERT INTO row_groups VALUES (?, ?, ?, ?, ?, ?, ?)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        for (number, group) in (0_i64..).zip(&listed.groups) {
            statement.execute(params![
                listed.segment,
                number,
                whole(group.rows),
                group.first.path,
                group.first.place,
                group.last.path,
                group.last.place
            ])?;
        }
        Ok(())
    }

    pub(crate) fn drop_segment(&self, segment: i64) -> Result<()> {
        let of = [segment];
        self.transaction
            .execute("DELETE FROM segments WHERE segment = ?", of)?;
        self.transaction
            .execute("DELETE FROM row_groups WHERE segment = ?", of)?;
        Ok(())
    }

    /// Forgets all articles.
    pub(crate) fn clear(&self) -> Result<()> {
        self.transaction.execute_batch(
            "DELETE FROM segments; DELETE FROM row_groups; DELETE FROM entries; DELETE FROM files;",
        )
    }

    /// Returns all segments, by number.
    pub(crate) fn segments(&self) -> Result<Vec<Listed>> {
        let sql = "SELECT segment, rows, skipped, bytes, sha256 FROM segments ORDER BY segment";
        let mut statement = self.transaction.prepare(sql)?;
        let listed = statement.query_map([], |row| {
            Ok(Listed {
                segment: row.get(0)?,
                rows: row.get::<_, i64>(1)?.unsigned_abs(),
                skipped: row.get::<_, i64>(2)?.unsigned_abs(),
                bytes: row.get::<_, i64>(3)?.unsigned_abs(),
                sha256: row.get(4)?,
                groups: Vec::new(),
            })
        })?;
        let mut listed = listed.collect::<Result<Vec<Listed>>>()?;
        let sql = "SELECT rows, first_path, first_place, last_path, last_place FROM row_groups \
                   WHERE segment = ? ORDER BY number";
        let mut statement = self.transaction.prepare(sql)?;
        for one in &mut listed {
            let groups = statement.query_map([one.segment], |row| {
                Ok(Group {
                    rows: row.get::<_, i64>(0)?.unsigned_abs(),
                    first: Place {
                        path: row.get(1)?,
                        place: row.get(2)?,
                    },
                    last: Place {
                        path: row.get(3)?,
                        place: row.get(4)?,
                    },
                })
            })?;
            one.groups = groups.collect::<Result<_>>()?;
        }
        Ok(listed)
    }

    /// Calls `sink` with each entry, by key.
    pub(crate) fn each_entry(&self, sink: &mut dyn FnMut(Key, Known)) -> Result<()> {
        let sql = "SELECT key, content, segment FROM entries ORDER BY key";
        let mut statement = self.transaction.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let known = Known {
                content: row.get(1)?,
                segment: row.get(2)?,
            };
            sink(row.get(0)?, known);
        }
        Ok(())
    }
}

/// A number as SQLite has them; no size reaches what does not fit.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
