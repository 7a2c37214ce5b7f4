/* export.gif.40 and export.html.40: forty steps of a script that makes, shares and drops objects,
 * from the open history to the file's bytes: layouts, pictures and encoding. The animation shows
 * the window at 1280 x 800, the page the scene in both colour schemes. */
#include "bench.h"

#include "app/app.h"
#include "app/files/sequence.h"
#include "platform/fonts.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 40, FIRST = 10 };

static const char SCRIPT[] = "class Node:\n"
                             "    def __init__(self, name):\n"
                             "        self.name = name\n"
                             "        self.peers = []\n"
                             "crew = {}\n"
                             "for name in 'ada', 'bob', 'cleo', 'dan', 'eve':\n"
                             "    node = Node(name)\n"
                             "    for other in crew.values():\n"
                             "        other.peers.append(node)\n"
                             "        node.peers.append(other)\n"
                             "    crew[name] = node\n"
                             "print(len(crew))\n"
                             "del node, other, crew\n";

static bool count_bytes(void *context, const char *path, Text bytes, Error *error) {
    (void)path, (void)error;
    *(size_t *)context = bytes.length;
    return true;
}

/* Milliseconds, or a negative number where it failed. */
static double export_once(const TextMeasure *measure, SequenceFormat format, size_t *bytes) {
    Error error;
    uint32_t steps[STEPS];
    AppConfig config = {
        .measure = measure, .theme = theme_light(), .write_file = count_bytes, .context = bytes};
    App *app = app_create(&config);
    app_open_script(app, "crew.py", (Text){SCRIPT, sizeof SCRIPT - 1});
    for (uint32_t i = 0; i < STEPS; i++) steps[i] = FIRST + i;
    SequenceWish wish = {.format = format,
                         .picture = {.scale = 1,
                                     .window = {1280, 800},
                                     .style = {.bare = true},
                                     .steps = steps,
                                     .step_count = STEPS},
                         .path = "crew"};
    double before = bench_now();
    bool ok = sequence_write(app, &wish, &error);
    double ms = bench_now() - before;
    if (!ok) bench_note("nothing is exported: %s", error.message);
    app_destroy(app);
    return ok ? ms : -1;
}

static void measure_export(const char *name, const TextMeasure *measure, SequenceFormat format) {
    enum { RUNS = 5 };
    double times[RUNS];
    size_t bytes = 0;
    for (int i = 0; i < RUNS; i++) {
        times[i] = export_once(measure, format, &bytes);
        if (times[i] < 0) return;
    }
    bench_report(name, bench_median(times, RUNS), "ms");
    bench_note("%s: %zu bytes", name, bytes);
}

void bench_export(const Bench *bench) {
    bool gif = bench_wants(bench, "export.gif.40"), html = bench_wants(bench, "export.html.40");
    if (!gif && !html) return;
    Error error;
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) {
        bench_note("no sequences are measured: %s", error.message);
        return;
    }
    TextMeasure measure = fonts_measure(fonts);
    if (gif) measure_export("export.gif.40", &measure, SEQUENCE_GIF);
    if (html) measure_export("export.html.40", &measure, SEQUENCE_HTML);
    fonts_destroy(fonts);
}
