//! How documents are read.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use malmoi::{Aliases, CorpusOptions, Encoding, Field, Glob, NamePattern, PublisherSource};

#[derive(Args, Debug)]
pub(crate) struct ReadingArguments {
    /// The publisher of documents that state none
    #[arg(long, value_name = "NAME", conflicts_with_all = ["publisher_from_folder", "publisher_from_name"])]
    publisher: Option<String>,

    /// Documents that state no publisher have the name of their folder for it
    #[arg(long, conflicts_with = "publisher_from_name")]
    publisher_from_folder: bool,

    /// Documents that state no publisher, or no date, have it from the name of
    /// their file: `{publisher}_{date}_*.txt`; `*` stands for anything, and
    /// folders may come before: `{publisher}/{date}/*`
    #[arg(long, value_name = "PATTERN")]
    pub(crate) publisher_from_name: Option<NamePattern>,

    /// More names that mean the same publisher, as TOML: `[publishers]`, then
    /// lines such as "The Korea Herald" = ["코리아헤럴드"]. Well-known outlets in
    /// Korea are listed already
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,

    /// What a field of JSON objects, tables or front matters is called, such as title=제목;
    /// may be given several times. The usual names need not be told
    #[arg(id = "fields", long = "field", value_name = "FIELD=NAME", value_parser = parse_field)]
    fields: Vec<(Field, String)>,

    /// The encoding of all files, such as cp949 [default: told by the bytes,
    /// file by file]
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,

    /// Of the files in folders, read only those that match; may be repeated.
    /// `*.html` matches a name at any depth, `2026/*.html` the path below the
    /// folder that was named, `**` any number of folders, and what matches a
    /// folder all that is in it. Upper and lower case differ. An archive is
    /// one file, whatever its members are called
    #[arg(long, value_name = "GLOB")]
    include: Vec<Glob>,

    /// Leave out files and folders that match, even if --include matches them;
    /// may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<Glob>,

    /// Exit with code 1 if any document was skipped
    #[arg(long)]
    pub(crate) strict: bool,
}

impl ReadingArguments {
    /// Whether names depend on a file of the user's.
    pub(crate) fn reads_files(&self) -> bool {
        self.aliases.is_some()
    }

    pub(crate) fn options(&self) -> anyhow::Result<CorpusOptions> {
        Ok(CorpusOptions {
            publisher: match (&self.publisher, &self.publisher_from_name) {
                (Some(name), _) => PublisherSource::Constant(name.clone()),
                (None, Some(pattern)) => PublisherSource::FileName(pattern.clone()),
                (None, None) if self.publisher_from_folder => PublisherSource::ParentFolder,
                (None, None) => PublisherSource::Field,
            },
            aliases: self.aliases()?,
            encoding: self.encoding,
            fields: self.fields.clone(),
            only: self.include.clone(),
            except: self.exclude.clone(),
            exclude: None,
        })
    }

    fn aliases(&self) -> anyhow::Result<Aliases> {
        let mut aliases = Aliases::default();
        if let Some(path) = &self.aliases {
            let path_shown = path.display();
            let toml = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the aliases in {path_shown}"))?;
            aliases
                .extend(&toml)
                .with_context(|| format!("{path_shown} is no list of aliases"))?;
        }
        Ok(aliases)
    }
}

fn parse_field(text: &str) -> Result<(Field, String), String> {
    match text.split_once('=') {
        Some((field, name)) if !name.trim().is_empty() => {
            let field: Field = field.trim().parse().map_err(|e| format!("{e}"))?;
            Ok((field, name.to_owned()))
        }
        _ => Err("say what a field is called, such as title=제목".to_owned()),
    }
}
