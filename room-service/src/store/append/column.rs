//! An array that is a parameter.

use std::error::Error;
use std::fmt;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// An array of values some of which may be missing; null while all are.
#[derive(Debug)]
pub(super) struct Column<T> {
    values: Vec<Option<T>>,
    is_null: bool,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { values: Vec::new(), is_null: true }
    }
}

impl<T> Column<T> {
    pub(super) fn push(&mut self, value: Option<T>) {
        self.is_null &= value.is_none();
        self.values.push(value);
    }
}

impl<T: fmt::Debug + ToSql> ToSql for Column<T> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        if self.is_null { Ok(IsNull::Yes) } else { self.values.to_sql(kind, out) }
    }

    fn accepts(kind: &Type) -> bool {
        <Vec<Option<T>> as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}
