//! Queries for work items: the flat part of WIQL.

mod lex;
mod parse;
mod plan;
mod test;

use serde_json::{Value, json};

use self::parse::Query;
use self::plan::Plan;
use super::call::Call;
use super::error::Refusal;
use super::field::FieldKey;
use super::reply::Reply;

impl Call<'_> {
    /// `POST wit/wiql`: the ids of the items that a query finds.
    pub(super) fn query(&mut self) -> Result<Reply, Refusal> {
        let body = self.json()?;
        let text = body.get("query").and_then(Value::as_str).unwrap_or_default();
        if text.trim().is_empty() {
            return Err(Refusal::query("TF51011: The specified query text is empty."));
        }
        let limits = self.options.limits;
        if text.chars().count() > limits.query_length {
            return Err(Refusal::query(format!(
                "VS402338: The query text is longer than the limit of {} characters.",
                limits.query_length
            )));
        }
        let query = Query::parse(text)?;
        let plan = Plan::new(&query, self, self.asked.flag("timePrecision"))?;
        let top = match self.asked.query("$top") {
            None | Some("") => None,
            Some(_) => Some(self.asked.number("$top", 0)?),
        };
        let found = plan.run(self.state, top, limits.query_rows)?;
        let scope = self.scope();
        let column = |key: &FieldKey| {
            let field = self.state.fields.field(*key);
            let reference = self.state.fields.reference(*key);
            json!({
                "referenceName": reference,
                "name": field.map(|field| field.name.as_str()),
                "url": format!("{scope}/_apis/wit/fields/{reference}"),
            })
        };
        let items: Vec<Value> = found
            .iter()
            .map(|id| json!({"id": id, "url": format!("{scope}/_apis/wit/workItems/{id}")}))
            .collect();
        let mut reply = json!({
            "queryType": "flat",
            "queryResultType": "workItem",
            "asOf": super::stamp::write(self.now),
            "columns": plan.columns.iter().map(column).collect::<Vec<_>>(),
            "workItems": items,
        });
        if let (false, Some(reply)) = (plan.order.is_empty(), reply.as_object_mut()) {
            let sorted = plan
                .order
                .iter()
                .map(|(key, descending)| json!({"field": column(key), "descending": descending}))
                .collect();
            reply.insert("sortColumns".to_owned(), Value::Array(sorted));
        }
        Ok(Reply::ok(&reply))
    }
}
