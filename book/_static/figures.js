/* Load the script of an interactive figure when the figure comes near the window.
   A page holds <div data-figure="plane"> a picture </div>, and _static/plane.js brings all such figures to life by itself.
   Without JavaScript, or if a script does not load, the picture stays. */
(() => {
  "use strict";
  const home = new URL(".", document.currentScript.src); // …/_static/, from file:// too
  const asked = {};

  // A classic script of _static, once: modules and fetch() do not work from file://.
  function load(path) {
    asked[path] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(path, home);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${path} did not load`));
      document.head.append(script);
    });
    return asked[path];
  }

  function watch() {
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        load(`${target.dataset.figure}.js`).catch(console.error);
      }
    }, { rootMargin: "300px" });
    document.querySelectorAll("[data-figure]").forEach((figure) => near.observe(figure));
  }

  window.bookFigures = { load };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
})();
