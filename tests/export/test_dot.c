/* A stop as a graph: its text. tests/cli reads it by Graphviz. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/dot.h"
#include "timeline/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "timeline/scripts.h"

/* The graph of the last stop; objects are numbered as they were found. The caller's to deinit. */
static TextBuffer graph_of(const char *source, const char *title) {
    TextBuffer graph = {0};
    Snapshot now;
    Timeline *timeline = timeline_of("test.py", text_of(source), (TimelineConfig){0}, NULL);
    timeline_seek(timeline, timeline_count(timeline));
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    for (uint32_t i = 0; i < now.objects.count; i++) now.objects.items[i].handle.serial = i;
    dot_write(&now, text_of(title), &graph);
    snapshot_deinit(&now);
    timeline_destroy(timeline);
    return graph;
}

static void check_has(const TextBuffer *graph, const char *line) {
    if (!strstr(text_cstr(graph), line)) fail_msg("%s\nis not in\n%s", line, text_cstr(graph));
}

static void test_references(void **state) {
    (void)state;
    TextBuffer graph = graph_of("import weakref\n"
                                "class Node: pass\n"
                                "a = Node()\n"
                                "see = weakref.ref(a)\n"
                                "a.items = [1, a]\n"
                                "del weakref, Node\n",
                                "a title");
    check_has(&graph, "label=\"a title\"");
    check_has(&graph, "  subgraph cluster_frame_0 {\n    label=\"<module>\";\n"
                      "    frame_0 [label=\"<r0> a|<r1> see\"];\n  }\n");
    check_has(&graph, "  object_0 [label=\"Node\\nrefcount 2|<r0> .items\"];\n");
    check_has(&graph, "  object_1 [label=\"weakref\\nrefcount 1|<r0> refers weakly to\"];\n");
    check_has(&graph, "[label=\"list\\nrefcount 1|<r0> [0]: 1|<r1> [1]\"];\n");
    check_has(&graph, "  frame_0:r0 -> object_0;\n");
    check_has(&graph, "  object_1:r0 -> object_0 [style=dashed];\n");
    check_has(&graph, ":r1 -> object_0;\n");
    text_deinit(&graph);
}

static void test_unreachable(void **state) {
    (void)state;
    TextBuffer graph = graph_of("a = []\na.append(a)\ndel a\n", "");
    check_has(&graph, "  subgraph cluster_unreachable {\n    style=dashed;\n"
                      "    label=\"no path from the stack\";\n"
                      "    object_0 [label=\"list\\nrefcount 1|<r0> [0]\"];\n  }\n");
    check_has(&graph, "  object_0:r0 -> object_0;\n");
    text_deinit(&graph);
}

static void test_escapes(void **state) {
    (void)state;
    TextBuffer graph = graph_of("d = {'<{|}>': '\"&amp;  x', 'a key that has more letters': 0}\n",
                                "\x01\xFF \"\\N\"");
    check_has(&graph, "label=\" \xEF\xBF\xBD \\\"\\\\N\\\"\"");
    check_has(&graph, "|<r0> ['\\<\\{\\|\\}\\>']: '\\\"&amp;amp; \\ x'");
    check_has(&graph, " [label=\"key\"];\n");
    text_deinit(&graph);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_unreachable),
        cmocka_unit_test(test_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
