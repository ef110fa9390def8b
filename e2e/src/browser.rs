//! Somebody with a real browser: Chromium, driven by chromedriver, nobody looking.

use std::time::Duration;

use services::keep::{Keep, Kept, Stop};
use services::ports;
use thirtyfour::prelude::*;
use tokio::time::{sleep, timeout};

use crate::PATIENCE;

/// As root there is no sandbox, and in containers little shared memory; the rest keeps it from talking to its maker.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A browser with a profile of its own. Gone when dropped.
pub struct Browser {
    /// To be driven.
    pub driver: WebDriver,
    _chromedriver: Kept,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A fresh one, 1280 by 800.
    ///
    /// # Panics
    /// When there is no Chromium on this machine, or it does not start.
    pub async fn open() -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let port = ports::private();
        let keep = Keep::new(program("chromedriver")).arg(format!("--port={port}"));
        let chromedriver = keep.stop(Stop::Term, Duration::from_secs(5)).start().expect("a chromedriver");
        let mut wishes = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wishes.add_arg(flag).expect("a flag");
        }
        wishes.add_arg("--window-size=1280,800").expect("a flag");
        wishes.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("a flag");
        wishes.set_binary(&program("chromium").display().to_string()).expect("a browser");
        let address = format!("http://127.0.0.1:{port}");
        let opening = async {
            loop {
                match WebDriver::new(&address, wishes.clone()).await {
                    Ok(driver) => return driver,
                    Err(error) => assert!(!chromedriver.has_ended(), "chromedriver ended: {error}"),
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        let driver = timeout(PATIENCE, opening).await.expect("a browser in time");
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Waits for an element.
    ///
    /// # Panics
    /// When it never comes.
    pub async fn find(&self, css: &str) -> WebElement {
        let query = self.driver.query(By::Css(css)).wait(PATIENCE, Duration::from_millis(50));
        query.first().await.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// Waits until the element's text contains the words.
    ///
    /// # Panics
    /// When it never does.
    pub async fn reads(&self, css: &str, words: &str) {
        let reading = async {
            loop {
                if let Ok(element) = self.driver.find(By::Css(css)).await
                    && element.text().await.is_ok_and(|text| text.contains(words))
                {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, reading).await.unwrap_or_else(|_| panic!("{css} never read {words:?}"));
    }

    /// Types into a field.
    ///
    /// # Panics
    /// When there is none, or it takes nothing.
    pub async fn type_into(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.expect("typed");
    }
}

fn program(name: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file());
    found
        .unwrap_or_else(|| panic!("{name} is not on this machine: sudo apt install chromium chromium-driver"))
}
