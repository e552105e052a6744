//! The other server that new meetings run on, if one was chosen.

use std::path::PathBuf;

use adjourn_engine::OtherServer;
use adjourn_meeting::{ErrorCode, Secret};

use super::Shell;
use crate::{
    ipc::{AppError, OtherServerPlace},
    other_server,
};

impl Shell {
    /// Has new meetings run there, once it has been asked and takes the key.
    pub async fn set_other_server(
        &self,
        url: &str,
        api_key: &str,
        secret: Secret,
    ) -> Result<OtherServerPlace, AppError> {
        let other = OtherServer::new(url, api_key, secret)?;
        other.check().await?;
        let place = OtherServerPlace {
            url: other.url().to_owned(),
            api_key: other.key().key.clone(),
        };
        let data = self.folder()?;
        other_server::keep(&data, &place, &other.key().secret)
            .await
            .map_err(|error| {
                let message = format!(
                    "The secret of the other server cannot be kept: {error}. Free some space, then try again."
                );
                AppError::new(ErrorCode::OtherServerSecret, message)
            })?;
        self.settings
            .change(|settings| settings.other_server = Some(place.clone()));
        self.settings.save().map(|()| place)
    }

    /// Has new meetings run on this computer again, and forgets the secret.
    pub async fn run_here(&self) -> Result<(), AppError> {
        self.settings
            .change(|settings| settings.other_server = None);
        if let Ok(data) = self.folder()
            && let Err(error) = other_server::forget(&data).await
        {
            tracing::warn!(%error, "the secret of the other server stays on disk");
        }
        self.settings.save()
    }

    /// Where new meetings run, if not on this computer.
    pub(super) async fn other_server(&self) -> Result<Option<OtherServer>, AppError> {
        let Some(place) = self.settings.get().other_server else {
            return Ok(None);
        };
        let secret = match self.folder() {
            Ok(data) => other_server::find(&data, &place).await,
            Err(_) => None,
        };
        let secret = secret.ok_or_else(|| {
            AppError::new(
                ErrorCode::OtherServerSecret,
                "The secret of the other server is gone or locked away. Unlock the keyring, or enter the secret again in the settings.",
            )
        })?;
        Ok(Some(OtherServer::new(&place.url, &place.api_key, secret)?))
    }

    fn folder(&self) -> Result<PathBuf, AppError> {
        self.data.clone().ok_or_else(|| {
            AppError::new(
                ErrorCode::OtherServerSecret,
                "The secret of the other server cannot be kept: there is no folder for it.",
            )
        })
    }
}
