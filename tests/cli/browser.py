"""Headless Chromium for tests of exported pages, by Debian's chromium-driver and Selenium.

Where they cannot be installed, LASTREF_WITHOUT_CHROMIUM=1 says so, and the tests say that they were
left out; without it a missing browser is a failure.
"""

import base64
import json
import os
import shutil
import unittest

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"


def missing():
    absent = [path for path in (CHROMIUM, DRIVER) if not shutil.which(path)]
    try:
        import selenium  # noqa: F401: only whether it is there
    except ImportError:
        absent.append("python3-selenium")
    return absent


def require():
    absent = missing()
    if not absent:
        return
    words = f"not installed: {', '.join(absent)} (apt-get install chromium chromium-driver python3-selenium)"
    if os.environ.get("LASTREF_WITHOUT_CHROMIUM"):
        raise unittest.SkipTest("pages are not opened in a browser: " + words)
    raise RuntimeError(words + "; LASTREF_WITHOUT_CHROMIUM=1 leaves these tests out")


class Browser:
    """One window. `profile` is a folder for what Chromium writes."""

    def __init__(self, profile):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--no-first-run", "--disable-extensions", "--force-device-scale-factor=1",
                         f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.command("Network.enable")

    def close(self):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def open(self, path, size=(1280, 800), scheme="light", motion="no-preference", fragment=""):
        self.command("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                     deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": scheme},
                               {"name": "prefers-reduced-motion", "value": motion}])
        self.driver.get("about:blank")
        self.driver.get(self.address(path) + fragment)

    @staticmethod
    def address(path):
        import pathlib
        return pathlib.Path(path).resolve().as_uri()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        from selenium.webdriver.common.by import By
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def press(self, *names):
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys
        for name in names:
            ActionChains(self.driver).send_keys(getattr(Keys, name)).perform()

    def requests(self):
        """Addresses that were asked for since the last call, about:blank and the page included."""
        events = [json.loads(row["message"])["message"] for row in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]

    def complaints(self):
        return self.driver.get_log("browser")

    def controls(self):
        """(role, name) of all that takes the focus, as a screen reader is told."""
        nodes = self.command("Accessibility.getFullAXTree")["nodes"]
        found = []
        for node in nodes:
            properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
            if node.get("ignored") or not properties.get("focusable"):
                continue
            found.append((node["role"]["value"], node.get("name", {}).get("value", "")))
        return found

    def paper(self):
        """The page as PDF."""
        done = self.command("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(done["data"])
