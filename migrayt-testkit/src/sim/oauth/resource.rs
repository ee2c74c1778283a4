/// A site that grants of Atlassian reach, as the list of them shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The cloud id.
    pub id: String,
    /// The address of the site.
    pub url: String,
    /// The name of the site.
    pub name: String,
}

impl Resource {
    /// The site of that cloud id at `https://{name}.atlassian.net`.
    pub fn site(id: impl Into<String>, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { id: id.into(), url: format!("https://{name}.atlassian.net"), name }
    }
}
