//! What a browser is told of its screen, its reader and its network.

use std::net::SocketAddr;

use serde_json::json;
use thirtyfour::common::print::PrintParameters;

use super::Browser;

impl Browser {
    /// Without JavaScript from the next page on.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn without_scripts(&self) {
        self.command("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    }

    /// As if on a phone: 390 by 844.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn on_a_phone(&self) {
        self.window(390, 844).await;
    }

    /// In a window of this size; a narrow one is a phone's.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn window(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640});
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// With a finger instead of a pointer, from the next page on.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn by_touch(&self) {
        self.command("Emulation.setTouchEmulationEnabled", json!({"enabled": true, "maxTouchPoints": 1}))
            .await;
    }

    /// What the page would be on paper, as PDF.
    ///
    /// # Panics
    /// When the browser does not print it.
    pub async fn printed(&self) -> Vec<u8> {
        self.driver.print_page(PrintParameters::default()).await.expect("printed")
    }

    /// As it would be printed, from now on.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn on_paper(&self) {
        self.command("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    }

    /// For a reader who has asked for this: `("forced-colors", "active")`.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn prefers(&self, feature: &str, value: &str) {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.command("Emulation.setEmulatedMedia", features).await;
    }

    /// For a reader in this time zone: `Asia/Kathmandu`.
    ///
    /// # Panics
    /// When the browser does not know it.
    pub async fn in_time_zone(&self, zone: &str) {
        self.command("Emulation.setTimezoneOverride", json!({"timezoneId": zone})).await;
    }

    /// A script that runs in every page from the next one on, before the page's own.
    ///
    /// # Panics
    /// When the browser does not take it.
    pub async fn in_every_page(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).await;
    }

    /// As if there was no service worker, from the next page on.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn past_the_worker(&self) {
        self.command("Network.enable", json!({})).await;
        self.command("Network.setBypassServiceWorker", json!({"bypass": true})).await;
    }

    /// With no network at all, or with one that sends so many bytes a second; none: as many as it can.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn network(&self, offline: bool, sends: Option<u32>) {
        self.command("Network.enable", json!({})).await;
        let speed = sends.map_or(-1, i64::from);
        let conditions =
            json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed});
        self.command("Network.emulateNetworkConditions", conditions).await;
    }

    /// With no room left for what pages of this origin would keep.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn without_storage(&self, origin: &str) {
        self.command("Storage.overrideQuotaForOrigin", json!({"origin": origin, "quotaSize": 1})).await;
    }

    /// Pushes something to the worker of these pages.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn push_message(&self, origin: &str, data: &str) {
        self.command("ServiceWorker.enable", json!({})).await;
        // The first that the profile ever had.
        let message = json!({"origin": origin, "registrationId": "0", "data": data});
        self.command("ServiceWorker.deliverPushMessage", message).await;
    }

    /// Answers the browser's question whether this origin may notify, before it is asked.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub async fn allow_notifications(&self, gateway: SocketAddr) {
        let told = json!({"origin": format!("http://{gateway}"), "permissions": ["notifications"]});
        self.command("Browser.grantPermissions", told).await;
    }
}
