use boon::{ErrorKind, InstanceLocation, InstanceToken, Type, ValidationError};

/// One way in which a value is not as its schema says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::contract) struct Difference {
    /// The pointer to it, with `*` for each index.
    pub(in crate::contract) at: String,
    /// The name of the schema that says so, if it has one.
    pub(in crate::contract) schema: String,
    /// What the schema says, without the value.
    pub(in crate::contract) words: String,
}

/// All differences, each once.
pub(super) fn all(error: &ValidationError<'_, '_>) -> Vec<Difference> {
    let mut found = Vec::new();
    gather(error, &mut found);
    found.sort();
    found.dedup();
    found
}

fn gather(error: &ValidationError<'_, '_>, found: &mut Vec<Difference>) {
    let at = place(&error.instance_location);
    let mut tell = |at: String, words: &str| {
        let schema = name(error.schema_url);
        found.push(Difference { at, schema, words: words.to_owned() });
    };
    match &error.kind {
        ErrorKind::AdditionalProperties { got } => {
            for property in got {
                tell(format!("{at}/{property}"), "is no property that the schema names");
            }
        }
        ErrorKind::Required { want } => {
            for property in want {
                tell(format!("{at}/{property}"), "is missing");
            }
        }
        ErrorKind::Type { got, want } => {
            let want: Vec<String> = want.iter().map(|kind| kind.to_string()).collect();
            tell(at, &format!("is of type {got}, not {}", want.join(" or ")));
        }
        ErrorKind::Not => tell(at, "is not for this direction"),
        ErrorKind::Enum { .. } => tell(at, "is none of the values that the schema names"),
        ErrorKind::Format { want, .. } => tell(at, &format!("is no {want}")),
        ErrorKind::AnyOf if error.causes.iter().any(is_null) => {
            for cause in error.causes.iter().filter(|cause| !is_null(cause)) {
                gather(cause, found);
            }
        }
        ErrorKind::AnyOf | ErrorKind::OneOf(_) => tell(at, "fits none of the alternatives"),
        _ if !error.causes.is_empty() => {
            error.causes.iter().for_each(|cause| gather(cause, found));
        }
        _ => tell(at, "is against the schema"),
    }
}

/// Whether the schema only wanted the value not to be there.
fn is_null(error: &ValidationError<'_, '_>) -> bool {
    match &error.kind {
        ErrorKind::Type { want, .. } => want.iter().all(|kind| kind == Type::Null),
        _ => error.causes.len() == 1 && error.causes.iter().all(is_null),
    }
}

fn place(location: &InstanceLocation<'_>) -> String {
    let mut at = String::new();
    for token in &location.tokens {
        at.push('/');
        match token {
            InstanceToken::Prop(name) => at.push_str(name),
            InstanceToken::Item(_) => at.push('*'),
        }
    }
    at
}

/// The name in the address of a schema.
fn name(url: &str) -> String {
    let (_, pointer) = url.split_once('#').unwrap_or_default();
    let mut parts =
        pointer.split('/').skip_while(|part| !matches!(*part, "definitions" | "schemas"));
    parts.nth(1).unwrap_or_default().to_owned()
}
