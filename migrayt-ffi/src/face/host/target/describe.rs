use std::sync::Arc;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::EndpointId;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{LocateTrust, TargetCapabilities};
use migrayt_core::richtext::Format;
use serde::Deserialize;

use super::style::{Address, Style};
use super::{HostTarget, PORT};
use crate::face::desk::Desk;

/// What the host says its target is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    endpoint: EndpointId,
    capabilities: Able,
    rich_text: Written,
    #[serde(default)]
    item_url: Option<String>,
    #[serde(default)]
    file_url: Option<String>,
    #[serde(default)]
    history: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Able {
    operations: Vec<OperationKind>,
    #[serde(default)]
    max_batch: Option<u32>,
    #[serde(default)]
    concurrency: Option<u32>,
    #[serde(default)]
    locate: Option<LocateTrust>,
    #[serde(default)]
    max_read_back: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Html,
    Markdown,
    Adf,
    Wiki,
}

impl Described {
    pub(super) fn into_target(self, desk: Arc<dyn Desk>) -> Result<HostTarget> {
        let wrong = |message| {
            Error::new(ErrorKind::InputInvalid, message)
                .with("port", PORT)
                .with("method", "describe")
        };
        if self.endpoint.as_str().is_empty() {
            return Err(wrong("the host's target has no endpoint"));
        }
        let address = |template: Option<String>| match template {
            Some(template) => Address::parse(&template)
                .map(Some)
                .ok_or_else(|| wrong("an address has no `{id}` or `{key}` in it")),
            None => Ok(None),
        };
        let format = match self.rich_text {
            Written::Html => Format::Html,
            Written::Markdown => Format::Markdown,
            Written::Adf => Format::Adf,
            Written::Wiki => Format::Wiki,
        };
        let style =
            Style { format, items: address(self.item_url)?, files: address(self.file_url)? };
        let capabilities = self.capabilities.into_capabilities();
        Ok(HostTarget { desk, endpoint: self.endpoint, capabilities, style, history: self.history })
    }
}

impl Able {
    fn into_capabilities(mut self) -> TargetCapabilities {
        self.operations.sort_unstable();
        self.operations.dedup();
        let mut capabilities = TargetCapabilities::of(self.operations);
        let number = |told: Option<u32>, default: u32| told.unwrap_or(default).max(1);
        capabilities.max_batch = number(self.max_batch, capabilities.max_batch);
        capabilities.concurrency = number(self.concurrency, capabilities.concurrency);
        capabilities.max_read_back = number(self.max_read_back, capabilities.max_read_back);
        capabilities.locate = self.locate.unwrap_or(LocateTrust::None);
        capabilities
    }
}
