//! Tables for whoever speaks Arrow.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type, UInt32Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

/// A table that pandas, Polars, DuckDB, PyArrow and others take without copying, by the Arrow PyCapsule
/// interface: `polars.DataFrame(table)`, `pyarrow.table(table)`, `duckdb.sql("from table")`, `table.to_pandas()`.
///
/// >>> import malmoi
/// >>> rows = [{"publisher": "한빛일보", "text": "정부는 대책을 발표했다."}]
/// >>> import pyarrow
/// >>> table = malmoi.analyze(pyarrow.Table.from_pylist(rows)).terms
/// >>> table.column_names[:3]
/// ['publisher', 'language', 'term']
/// >>> [row["term"] for row in table.to_pylist()]
/// ['대책', '정부']
#[pyclass(frozen, module = "malmoi")]
#[derive(Debug)]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Table {
        Table { schema, batches }
    }
}

#[pymethods]
impl Table {
    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.schema.fields().clone(), false)
            .with_metadata(self.schema.metadata().clone());
        let batches = self.batches.clone().into_iter();
        let arrays = batches
            .map(|batch| Ok::<_, ArrowError>(Arc::new(StructArray::from(batch)) as ArrayRef));
        let reader = ArrayIterator::new(arrays, Arc::new(field));
        to_stream_pycapsule(py, Box::new(reader), requested_schema)
    }

    /// Returns the rows as dictionaries, for those who have no such library.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                rows.append(row_of(py, self.schema.fields(), batch.columns(), row)?)?;
            }
        }
        Ok(rows)
    }

    /// Returns a `pyarrow.Table`; needs PyArrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// Returns a `pandas.DataFrame`; needs pandas and PyArrow.
    fn to_pandas<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// Returns a `polars.DataFrame`; needs Polars.
    fn to_polars<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    fn __repr__(&self) -> String {
        format!(
            "Table({} rows: {})",
            self.__len__(),
            self.column_names().join(", ")
        )
    }
}

fn row_of<'py>(
    py: Python<'py>,
    fields: &arrow_schema::Fields,
    columns: &[ArrayRef],
    row: usize,
) -> PyResult<Bound<'py, PyDict>> {
    let values = PyDict::new(py);
    for (field, column) in fields.iter().zip(columns) {
        values.set_item(field.name(), value_of(py, column, row)?)?;
    }
    Ok(values)
}

/// Returns what stands in a row of a column, of the types that tables of malmoi have.
fn value_of<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match column.data_type() {
        DataType::Utf8 => column
            .as_string::<i32>()
            .value(row)
            .into_pyobject(py)?
            .into_any(),
        DataType::Int64 => column
            .as_primitive::<Int64Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any(),
        DataType::UInt32 => column
            .as_primitive::<UInt32Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any(),
        DataType::Float64 => column
            .as_primitive::<Float64Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any(),
        // Sums of malmoi are whole; what has decimals is of somebody else, and comes as text below.
        DataType::Decimal128(_, 0) => column
            .as_primitive::<Decimal128Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any(),
        DataType::LargeBinary => PyBytes::new(py, column.as_binary::<i64>().value(row)).into_any(),
        DataType::Boolean => column
            .as_boolean()
            .value(row)
            .into_pyobject(py)?
            .to_owned()
            .into_any(),
        DataType::List(_) => {
            let values = column.as_list::<i32>().value(row);
            let list = PyList::empty(py);
            for at in 0..values.len() {
                list.append(value_of(py, &values, at)?)?;
            }
            list.into_any()
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            row_of(py, fields, columns, row)?.into_any()
        }
        // Of columns that came in with a batch and went out again: as the nearest of those above, days and times as text.
        other => {
            let nearest = match other {
                DataType::UInt64 => DataType::Decimal128(20, 0),
                DataType::Binary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
                    DataType::LargeBinary
                }
                of if of.is_integer() => DataType::Int64,
                of if of.is_floating() => DataType::Float64,
                DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
                    DataType::List(Arc::clone(item))
                }
                _ => DataType::Utf8,
            };
            let value = cast(&column.slice(row, 1), &nearest).map_err(|error| {
                pyo3::exceptions::PyTypeError::new_err(format!(
                    "a column of {other} has no value of Python without PyArrow: {error}"
                ))
            })?;
            value_of(py, &value, 0)?
        }
    })
}
