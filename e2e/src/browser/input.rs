//! What somebody does with keys and fingers.

use serde_json::{Value, json};

use super::{Browser, quoted};

impl Browser {
    /// Types wherever the keyboard is at the moment.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn keys(&self, keys: impl AsRef<str>) {
        self.driver.action_chain().send_keys(keys.as_ref()).perform().await.expect("typed");
    }

    /// Presses Enter where that leads to another page: a chain of actions would wait for the one that is gone.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn enter(&self) {
        let key = |kind: &str| json!({"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"});
        self.command("Input.dispatchKeyEvent", key("keyDown")).await;
        self.command("Input.dispatchKeyEvent", key("keyUp")).await;
    }

    /// Types while another key is held.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn chord(&self, held: char, keys: &str) {
        let chain = self.driver.action_chain().key_down(held).send_keys(keys).key_up(held);
        chain.perform().await.expect("typed");
    }

    /// Touches the middle of an element that is in view.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn tap(&self, css: &str) {
        self.find(css).await;
        let middle = format!(
            "const box = document.querySelector({}).getBoundingClientRect();
             return {{ x: box.left + box.width / 2, y: box.top + box.height / 2 }};",
            quoted(css)
        );
        let at = self.js(&middle).await;
        self.command("Input.dispatchTouchEvent", json!({"type": "touchStart", "touchPoints": [at]})).await;
        self.command("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
    }

    /// Draws a finger over an element that is in view, by so many pixels to the side.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn swipe(&self, css: &str, by: i32) {
        let middle = format!(
            "const box = document.querySelector({}).getBoundingClientRect();
             return [box.left + box.width / 2, box.top + box.height / 2];",
            quoted(css)
        );
        let at = self.js(&middle).await;
        let (x, y) = (at[0].as_f64().unwrap_or_default(), at[1].as_f64().unwrap_or_default());
        let touch = |kind: &str, points: Value| json!({"type": kind, "touchPoints": points});
        let (from, to) = (x - f64::from(by) / 2.0, x + f64::from(by) / 2.0);
        self.command("Input.dispatchTouchEvent", touch("touchStart", json!([{"x": from, "y": y}]))).await;
        self.command("Input.dispatchTouchEvent", touch("touchMove", json!([{"x": to, "y": y}]))).await;
        self.command("Input.dispatchTouchEvent", touch("touchEnd", json!([]))).await;
    }

    /// Puts a finger on the middle of an element that is in view, or draws one that is down there.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn finger(&self, css: &str) {
        let middle = format!(
            "const box = document.querySelector({}).getBoundingClientRect();
             return {{ x: box.left + box.width / 2, y: box.top + box.height / 2 }};",
            quoted(css)
        );
        let at = self.js(&middle).await;
        let is_down = self.js("return window.fingerIsDown ?? false;").await.as_bool().unwrap_or_default();
        let kind = if is_down { "touchMove" } else { "touchStart" };
        self.js("window.fingerIsDown = true; return null;").await;
        self.command("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": [at]})).await;
    }

    /// Takes the finger away.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn lift_finger(&self) {
        self.js("window.fingerIsDown = false; return null;").await;
        self.command("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
    }
}
