//! The summary of a meeting as a file, where the person wants it.

use std::path::PathBuf;

use adjourn_engine::Summary;
use adjourn_meeting::ErrorCode;
use adjourn_signal::Invite;
use tauri::Manager;
use tauri_plugin_dialog::DialogExt;
use tokio::{sync::oneshot, task::spawn_blocking};

use super::{Shell, saving};
use crate::{
    ipc::{AppError, SummaryFormat},
    window,
};

impl Shell {
    /// The summary that is kept of the meeting of this link.
    pub async fn kept_summary(&self, link: &str) -> Result<Option<Summary>, AppError> {
        let Invite { meeting, .. } = Invite::parse(link)?;
        Ok(self.engine.kept_summary(meeting).await)
    }

    /// Asks where to save the summary of the meeting of this link, or else of the last one, and says where that was; none
    /// without a summary, and when the question was put aside.
    pub async fn save_summary(
        &self,
        link: Option<&str>,
        format: SummaryFormat,
    ) -> Result<Option<String>, AppError> {
        let summary = match link {
            Some(link) => self.kept_summary(link).await?,
            None => self.engine.summary(),
        };
        let Some(summary) = summary else {
            return Ok(None);
        };
        let mut title = summary.title.clone();
        let (extension, contents) = match format {
            SummaryFormat::Json => ("json", summary.to_json().into_bytes()),
            SummaryFormat::Csv => ("csv", summary.to_csv().into_bytes()),
            SummaryFormat::ChatCsv => {
                title.push_str(" (chat)");
                ("csv", summary.chat_to_csv().into_bytes())
            }
        };
        let saved = match self.fakes.downloads.clone() {
            // Nobody is there to be asked.
            Some(directory) => spawn_blocking(move || {
                std::fs::create_dir_all(&directory)?;
                saving::save(&directory, &title, extension, &contents)
            }),
            None => {
                let Some(path) = self.ask_where(&title, extension).await else {
                    return Ok(None);
                };
                spawn_blocking(move || saving::replace(&path, &contents).map(|()| path))
            }
        };
        match saved.await {
            Ok(Ok(path)) => Ok(Some(path.display().to_string())),
            Ok(Err(error)) => Err(not_saved(&error.to_string())),
            Err(_) => Err(not_saved("the program made a mistake")),
        }
    }

    /// The file that the person chooses, beginning among the downloads.
    async fn ask_where(&self, title: &str, extension: &str) -> Option<PathBuf> {
        let (answer, chosen) = oneshot::channel();
        let mut dialog = self
            .app
            .dialog()
            .file()
            .set_file_name(format!("{}.{extension}", saving::file_name(title)))
            .add_filter(extension.to_uppercase(), &[extension]);
        let paths = self.app.path();
        if let Ok(start) = paths.download_dir().or_else(|_| paths.home_dir()) {
            dialog = dialog.set_directory(start);
        }
        if let Some(window) = window::main(&self.app) {
            dialog = dialog.set_parent(&window);
        }
        dialog.save_file(move |path| {
            // The page that asked may be gone.
            let _ = answer.send(path);
        });
        let path = chosen.await.ok().flatten()?.into_path().ok()?;
        Some(if path.extension().is_some() {
            path
        } else {
            path.with_extension(extension)
        })
    }
}

fn not_saved(why: &str) -> AppError {
    let message = format!(
        "The summary could not be saved. Free some space or mend the folder, then try again: {why}."
    );
    AppError::new(ErrorCode::NotSaved, message)
}
