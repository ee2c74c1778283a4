use serde_json::Value;

/// A parameter of an operation.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    // The schema of `OpenAPI` 3.0, or the parameter itself in Swagger 2.0.
    kind: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
}

impl Parameter {
    pub(super) fn new(parameter: &Value) -> Option<Self> {
        let place = match parameter.get("in")?.as_str()? {
            "path" => Place::Path,
            "query" => Place::Query,
            _ => return None,
        };
        let flag = |key: &str| parameter.get(key).and_then(Value::as_bool);
        // Azure DevOps marks the parts of a path that may be left out so.
        let required = flag("x-ms-required").or_else(|| flag("required")).unwrap_or_default();
        Some(Self {
            name: parameter.get("name")?.as_str()?.to_owned(),
            place,
            required,
            kind: parameter.get("schema").unwrap_or(parameter).clone(),
        })
    }

    /// Whether a text of an address is such a value.
    pub(super) fn takes(&self, text: &str) -> bool {
        takes(&self.kind, text)
    }
}

fn takes(kind: &Value, text: &str) -> bool {
    let whole = match kind.get("type").and_then(Value::as_str) {
        Some("integer") => text.parse::<i64>().is_ok(),
        Some("number") => text.parse::<f64>().is_ok(),
        Some("boolean") => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        Some("array") => {
            let each = kind.get("items");
            each.is_none_or(|each| text.split(',').all(|text| takes(each, text.trim())))
        }
        _ => true,
    };
    let among = |values: &Vec<Value>| {
        values.iter().filter_map(Value::as_str).any(|value| value.eq_ignore_ascii_case(text))
    };
    whole && kind.get("enum").and_then(Value::as_array).is_none_or(among)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Parameter;

    #[test]
    fn texts_are_read_as_what_they_stand_for() {
        let of = |kind| {
            let parameter = json!({"name": "p", "in": "query", "required": true, "schema": kind});
            Parameter::new(&parameter).unwrap()
        };
        assert!(of(json!({"type": "integer"})).takes("50"));
        assert!(!of(json!({"type": "integer"})).takes("fifty"));
        assert!(of(json!({"type": "boolean"})).takes("false"));
        let some = of(json!({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}));
        assert!(some.takes("a, b") && !some.takes("a,c"));
        let plain = json!({"name": "id", "in": "path", "required": true, "x-ms-required": false});
        assert!(!Parameter::new(&plain).unwrap().required);
    }
}
