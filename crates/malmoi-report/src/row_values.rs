//! The values of a row, one after the other, by way of serde: the same that CSV and
//! JSON are written by, so that no format can say something else.
//!
//! For formats that this crate does not write, such as Arrow in memory.

use std::fmt;

use serde::ser::{Error, Impossible, Serialize, SerializeStruct, Serializer};

use crate::tables::Row;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// Nothing, in a column that [may have none](crate::types::Type::is_optional).
    None,
    /// In a column of [`Kind::Text`](crate::types::Kind::Text).
    Text(&'v str),
    /// In one of [`Kind::Whole`](crate::types::Kind::Whole).
    Whole(u64),
    /// In one of [`Kind::Real`](crate::types::Kind::Real).
    Real(f64),
    /// In one of [`Kind::Truth`](crate::types::Kind::Truth).
    Truth(bool),
}

/// Calls `take` with the values of a row, one for each of its [columns](Row::COLUMNS) and in
/// their order.
///
/// ```
/// use malmoi_report::row_values::{Value, row_values};
/// use malmoi_report::tables::{PublisherRow, Row};
///
/// # fn show(row: &PublisherRow<'_>) {
/// let mut columns = PublisherRow::COLUMNS.iter();
/// row_values(row, &mut |value| println!("{:?}: {value:?}", columns.next()));
/// # }
/// ```
pub fn row_values<R: Row>(row: &R, take: &mut dyn FnMut(Value<'_>)) {
    let mut take = |value: Value<'_>| {
        take(value);
        true
    };
    // Rows are structs of such values alone: a test writes every table.
    let _ = row.serialize(RowValues(&mut take));
}

/// Calls with the values of a struct, in the order of its fields; what is called says
/// whether it takes the value.
pub(crate) struct RowValues<'f>(pub(crate) &'f mut dyn FnMut(Value<'_>) -> bool);

/// A row that is none of its table: a fault of this crate.
#[derive(Debug)]
pub(crate) struct NoRow(String);

impl fmt::Display for NoRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a row does not have the columns of its table: {}",
            self.0
        )
    }
}

impl std::error::Error for NoRow {}

impl Error for NoRow {
    fn custom<T: fmt::Display>(message: T) -> NoRow {
        NoRow(message.to_string())
    }
}

type Never = Impossible<(), NoRow>;

impl RowValues<'_> {
    fn take(self, value: Value<'_>) -> Result<(), NoRow> {
        match (self.0)(value) {
            true => Ok(()),
            false => Err(NoRow::custom("a value of another type")),
        }
    }
}

/// Refuses what no column holds.
macro_rules! refuse {
    ($($name:ident($($of:ty),*) -> $returns:ty;)*) => {$(
        fn $name(self, $(_: $of),*) -> Result<$returns, NoRow> {
            Err(NoRow::custom(stringify!($name)))
        }
    )*};
}

impl<'f> Serializer for RowValues<'f> {
    type Ok = ();
    type Error = NoRow;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = RowValues<'f>;
    type SerializeStructVariant = Never;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<RowValues<'f>, NoRow> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NoRow> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), NoRow> {
        self.take(Value::None)
    }

    fn serialize_str(self, value: &str) -> Result<(), NoRow> {
        self.take(Value::Text(value))
    }

    fn serialize_u64(self, value: u64) -> Result<(), NoRow> {
        self.take(Value::Whole(value))
    }

    fn serialize_u32(self, value: u32) -> Result<(), NoRow> {
        self.take(Value::Whole(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<(), NoRow> {
        self.take(Value::Whole(value.into()))
    }

    fn serialize_f32(self, value: f32) -> Result<(), NoRow> {
        // The number that the other formats write, and not its neighbour.
        let written = value.to_string().parse();
        self.take(Value::Real(written.unwrap_or(f64::from(value))))
    }

    fn serialize_f64(self, value: f64) -> Result<(), NoRow> {
        self.take(Value::Real(value))
    }

    fn serialize_bool(self, value: bool) -> Result<(), NoRow> {
        self.take(Value::Truth(value))
    }

    refuse! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NoRow> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NoRow> {
        Err(NoRow::custom("a variant"))
    }
}

impl SerializeStruct for RowValues<'_> {
    type Ok = ();
    type Error = NoRow;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NoRow> {
        value.serialize(RowValues(&mut *self.0))
    }

    fn end(self) -> Result<(), NoRow> {
        Ok(())
    }
}
