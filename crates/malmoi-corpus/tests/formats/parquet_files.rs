//! Parquet.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

fn parquet(groups: &[&[&str]], compression: Compression) -> Vec<u8> {
    let schema = "message schema { required binary 제목 (UTF8); optional binary text (UTF8);
        required int64 published_at (TIMESTAMP_MILLIS); required binary noise; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for texts in groups {
        let mut group = writer.next_row_group().unwrap();
        let strings = |t: &[&str]| t.iter().map(|t| ByteArray::from(*t)).collect::<Vec<_>>();
        for column in 0..4 {
            let mut writer = group.next_column().unwrap().unwrap();
            if column == 2 {
                let times = vec![1_767_312_000_123; texts.len()];
                writer
                    .typed::<Int64Type>()
                    .write_batch(&times, None, None)
                    .unwrap();
            } else {
                // An empty text is a null.
                let levels: Vec<i16> = texts.iter().map(|t| i16::from(!t.is_empty())).collect();
                let present: Vec<_> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
                let (values, levels) = match column {
                    1 => (strings(&present), Some(&levels[..])),
                    _ => (strings(texts), None),
                };
                let typed = writer.typed::<ByteArrayType>();
                typed.write_batch(&values, levels, None).unwrap();
            }
            writer.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn rows_are_articles() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let content = parquet(&[&["가", "", "나"], &["다"]], compression);
        let expected = ["가", "! empty-body", "나", "다"];
        for name in ["a.parquet", "a", "a.csv"] {
            let found = file(name, &content);
            assert_eq!(told(&found), expected, "{name} {compression}");
            let d = one_document(vec![found[3].clone()]);
            assert!(d.id.ends_with("#4"), "{}", d.id);
            assert_eq!(d.title.as_deref(), Some("다"));
            assert_eq!(d.published_at.unwrap().to_string(), "2026-01-02T00:00:00");
            assert!(matches!(&found[1], Entry::Skipped(s) if s.detail.starts_with("row 2")));
        }
        assert_eq!(told(&stream("-", gzip(&content))), expected);
        let found = told(&file("a.zip", zip(&[("x.parquet", &content)])));
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], "x.parquet 가");
    }
}

#[test]
fn damage_is_told() {
    let text = noise(1, 5000);
    let content = parquet(&[&[&text, &text], &[&text]], Compression::SNAPPY);
    let found = file("a.parquet", &content[..content.len() / 2]);
    assert_eq!(told(&found), ["! damaged"]);
    let mut changed = content;
    for at in (100..5000).step_by(64) {
        changed[at] ^= 0x55;
    }
    let found = file("a.parquet", changed);
    assert!(!found.is_empty());
    assert_eq!(told(&file("a.parquet", "PAR1")), ["! damaged"]);
    assert_eq!(told(&file("a.parquet", "")), ["! empty-file"]);
    let found = file("a.parquet", parquet(&[], Compression::SNAPPY));
    assert_eq!(told(&found), ["! empty-file"], "{found:?}");
}
