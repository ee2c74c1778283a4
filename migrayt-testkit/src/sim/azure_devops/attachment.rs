//! Attachments: download and upload.

use http::StatusCode;
use serde_json::json;

use super::address;
use super::call::Call;
use super::error::Refusal;
use super::guid::guid;
use super::reply::Reply;
use crate::sim::file::{File, media_type};

impl Call<'_> {
    /// `GET wit/attachments/{id}`.
    pub(super) fn download(&self) -> Result<Reply, Refusal> {
        let id = self.part(2).to_ascii_lowercase();
        let missing = || {
            Refusal::missing(
                "AttachmentNotFoundException",
                format!(
                    "VS403307: The attachment {id} does not exist or you do not have permission to read it."
                ),
            )
        };
        let file = self.state.files.get(&id).ok_or_else(missing)?;
        let bytes = file.bytes().ok_or_else(missing)?;
        let name = self.asked.query("fileName").unwrap_or(&file.name);
        let download = self.asked.flag("download");
        let kind = if download { "application/octet-stream" } else { media_type(name) };
        let shown = if download { "attachment" } else { "inline" };
        let encoded = address::encode(name);
        Ok(Reply::bytes(kind, bytes).with(
            "content-disposition",
            format!("{shown}; filename=\"{encoded}\"; filename*=UTF-8''{encoded}"),
        ))
    }

    /// `POST wit/attachments`.
    pub(super) fn upload(&mut self) -> Result<Reply, Refusal> {
        let limit = self.options.limits.attachment_size;
        let bytes = self.asked.body.clone();
        if bytes.len() > limit {
            return Err(Refusal::bad(
                "AttachmentSizeExceededException",
                format!(
                    "TF237082: The file you are trying to upload exceeds the supported file upload size of {limit} bytes."
                ),
            ));
        }
        let name = self.asked.query("fileName").unwrap_or("file").to_owned();
        let id = guid("upload", &format!("{} {name}", self.state.files.len()));
        let content = self.state.shelf.put(&bytes).map_err(|_| Refusal::internal())?;
        self.state.files.insert(id.clone(), File::held(&name, content));
        let url = format!(
            "{}/_apis/wit/attachments/{id}?fileName={}",
            self.scope(),
            address::encode(&name)
        );
        Ok(Reply::json(StatusCode::CREATED, &json!({"id": id, "url": url})))
    }
}
