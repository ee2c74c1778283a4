/// Something that does not keep the rules on purpose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exemption {
    /// Its name with its schema, such as `shop.tenant`, or `shop.find_session(text)` with the types
    /// of arguments. Without quotes.
    pub object: String,
    /// Why that is right, for whoever reviews the list.
    pub reason: String,
}

impl Exemption {
    /// Names an object and the reason.
    pub fn new(object: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { object: object.into(), reason: reason.into() }
    }
}
