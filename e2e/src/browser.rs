//! Somebody with a real browser: Chromium, driven by chromedriver, nobody looking.

mod conditions;
mod input;

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use services::managed_child::{ChildCommand, ManagedChild, Stop};
use services::{install, ports};
use thirtyfour::prelude::*;
use tokio::time::{sleep, timeout};

use crate::{DEADLINE, PASSWORD};

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
    _chromedriver: ManagedChild,
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
        let command = ChildCommand::new(program("chromedriver")).arg(format!("--port={port}"));
        let chromedriver = command.stop(Stop::Term, Duration::from_secs(5)).start().expect("a chromedriver");
        let mut actions = DesiredCapabilities::chrome();
        for flag in FLAGS {
            actions.add_arg(flag).expect("a flag");
        }
        actions.add_arg("--window-size=1280,800").expect("a flag");
        actions.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("a flag");
        actions.set_binary(&program("chromium").display().to_string()).expect("a browser");
        let address = format!("http://127.0.0.1:{port}");
        let opening = async {
            loop {
                match WebDriver::new(&address, actions.clone()).await {
                    Ok(driver) => return driver,
                    Err(error) => assert!(!chromedriver.has_ended(), "chromedriver ended: {error}"),
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        let driver = timeout(DEADLINE, opening).await.expect("a browser in time");
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Goes to an address; a path is at that gateway.
    ///
    /// # Panics
    /// When no page comes.
    pub async fn goto(&self, gateway: SocketAddr, path: &str) {
        self.driver.goto(format!("http://{gateway}{path}")).await.expect("a page");
    }

    /// The tab that is shown.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.expect("a tab")
    }

    /// Opens another tab and shows it; the others stay as they are.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn open_tab(&self) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("a tab");
        self.switch_to(&tab).await;
        tab
    }

    /// Shows another tab.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn switch_to(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.expect("a tab");
    }

    /// Closes the tab that is shown. Then no tab is, until another is switched to.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn close_tab(&self) {
        self.driver.close_window().await.expect("closed");
    }

    /// Registers somebody by the form, who is signed in by that. The first one owns the installation, and skips its setup.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn register(&self, gateway: SocketAddr, username: &str) {
        self.goto(gateway, "/register").await;
        self.type_into("#username", username).await;
        self.type_into("#email", &format!("{username}@example.org")).await;
        self.type_into("#password", PASSWORD).await;
        if self.js("return document.querySelector('#installation') !== null;").await == true {
            self.type_into("#installation", "Hubbub").await;
            self.type_into("#display_name", username).await;
        }
        self.click("main form button.primary").await;
        self.find("#pane, .setup-steps").await;
        if self.js("return document.querySelector('.setup-steps') !== null;").await == true {
            self.click("form[action='/setup'] button.primary").await;
        }
        self.find("#pane").await;
    }

    /// Waits for an element.
    ///
    /// # Panics
    /// When it never comes.
    pub async fn find(&self, css: &str) -> WebElement {
        let query = self.driver.query(By::Css(css)).wait(DEADLINE, Duration::from_millis(50));
        query.first().await.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// Waits for an element and presses it with the pointer.
    ///
    /// # Panics
    /// When it is not there, or something covers it.
    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Waits until the element's text contains the words.
    ///
    /// # Panics
    /// When it never does.
    pub async fn reads(&self, css: &str, words: &str) {
        let script = format!(
            "return [...document.querySelectorAll({})].some((one) => one.innerText.includes({}));",
            quoted(css),
            quoted(words)
        );
        self.until(&format!("{css} reads {words:?}"), &script).await;
    }

    /// Waits until a script answers `true`. Pages may come and go meanwhile.
    ///
    /// # Panics
    /// When it never does, telling what the page was then.
    pub async fn until(&self, what: &str, script: &str) {
        let asking = async {
            loop {
                let answer = self.driver.execute(script, vec![]).await;
                if answer.is_ok_and(|answer| answer.json() == &Value::Bool(true)) {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        if timeout(DEADLINE, asking).await.is_err() {
            let page = self.js("return document.body.innerText;").await;
            panic!("never: {what}. The page: {page}");
        }
    }

    /// Waits until a module of the page, known by the end of its address, is fetched and has run, and who waited for it went on.
    ///
    /// # Panics
    /// When it never does.
    pub async fn has_run(&self, module: &str) {
        let script = format!(
            "const fetched = performance.getEntriesByType('resource').find(({{ name }}) => name.endsWith({}));
             return Boolean(fetched) && import(fetched.name).then(() => new Promise((resolve) => setTimeout(resolve, 0, true)));",
            quoted(module)
        );
        self.until(&format!("{module} has run"), &script).await;
    }

    /// Runs a script in the page; what it returns.
    ///
    /// # Panics
    /// When it throws.
    pub async fn js(&self, script: &str) -> Value {
        let answer = self.driver.execute(script, vec![]).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// Types into a field.
    ///
    /// # Panics
    /// When there is none, or it takes nothing.
    pub async fn type_into(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.expect("typed");
    }

    async fn command(&self, name: &str, told: Value) {
        self.driver.cdp().send_raw(name, told).await.expect("done");
    }
}

/// A string as scripts write it.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Finds a program of Chromium's, installed if need be: by one test while the others wait.
fn program(name: &str) -> std::path::PathBuf {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let found = install::program(name, &["chromium", "chromium-driver"], &|step| eprintln!("{step}"));
    found.unwrap_or_else(|error| panic!("no browser for the test: {error}"))
}
