/* Makes the scenes to start from, assets/scenes: statements executed one by one in an empty
 * sandbox, laid out, and saved by the app itself.
 *
 *     make_scenes FOLDER
 *
 * To be run again when the model changes what a scene shows; test_scenes.c opens each. */
#include "app/app_state.h"
#include "platform/files.h"
#include "platform/fonts.h"

#include <stdio.h>
#include <string.h>

enum { STATEMENTS = 16, WIDTH = 1440, HEIGHT = 900 };

typedef struct SceneText {
    const char *file, *title, *about;
    const char *statements[STATEMENTS]; /* to null */
    bool without_classes, without_functions;
} SceneText;

#define NODE "class Node:\n    def __init__(self, name):\n        self.name = name"

static const SceneText scenes[] = {
    {"01_two_names_one_list",
     "Two names, one list",
     "b = a makes no copy: both names refer to the same list. What happens to it when one goes?",
     {"a = [10, 20, 30]", "b = a", "b.append(40)"},
     false,
     false},
    {"02_cycle_of_two",
     "A cycle of two",
     "Each holds the other. Delete both names: the counts stay at 1, and only the collector can "
     "free them.",
     {NODE, "ada = Node('Ada')", "bob = Node('Bob')", "ada.peer = bob", "bob.peer = ada"},
     true,
     false},
    {"03_self_cycle",
     "A list that holds itself",
     "The smallest cycle there is. Delete the name, then call gc.collect().",
     {"a = []", "a.append(a)"},
     false,
     false},
    {"04_weak_back_link",
     "Parent and child, with a weak link back",
     "The child refers to its parent weakly: that counts nowhere, so deleting the parent's name "
     "frees it at once.",
     {"import weakref", NODE, "parent = Node('parent')", "child = Node('child')",
      "parent.children = [child]", "child.parent = weakref.ref(parent)"},
     true,
     false},
    {"05_doubly_linked_list",
     "A doubly linked list",
     "Every neighbour is held from both sides. Take the middle one out: which references have to "
     "change?",
     {NODE, "first = Node('first')", "first.next = Node('second')", "first.next.prev = first",
      "first.next.next = Node('third')", "first.next.next.prev = first.next"},
     true,
     false},
    {"06_tree",
     "A tree",
     "One name holds the root, and the root all the rest: `del root` frees a whole cascade.",
     {"class Tree:\n    def __init__(self, left=None, right=None):\n        self.left = left\n"
      "        self.right = right",
      "root = Tree(Tree(Tree(), Tree()), Tree())", "leaf = root.left.right"},
     true,
     false},
    {"07_shared_default",
     "A default argument that is shared",
     "The list is made once, when def runs, and held by the function: both calls got the same one.",
     {"def add(item, items=[]):\n    items.append(item)\n    return items", "morning = add('tea')",
      "evening = add('soup')"},
     false,
     false},
    {"08_closure",
     "A closure",
     "Each counter keeps its own variable alive in a cell, although make_counter has returned.",
     {"def make_counter():\n    count = [0]\n    def step():\n        count[0] += 1\n"
      "        return count[0]\n    return step",
      "up = make_counter()", "other = make_counter()", "up()", "up()", "other()"},
     false,
     false},
    {"09_weak_cache",
     "A cache with weak values",
     "The cache does not keep its pictures alive. Delete `logo` and look at what is left in it.",
     {"import weakref", "class Picture:\n    def __init__(self, name):\n        self.name = name",
      "cache = weakref.WeakValueDictionary()", "logo = Picture('logo')", "cache['logo'] = logo",
      "banner = Picture('banner')", "cache['banner'] = banner"},
     true,
     false},
    {"10_exception_keeps_frame",
     "An exception that keeps a frame",
     "The traceback holds the frame of the call that failed, and that its local list. `del kept` "
     "frees all of it.",
     {"def load():\n    rows = [['a'], ['b']]\n    raise ValueError('no more')",
      "try:\n    load()\nexcept ValueError as problem:\n    kept = problem"},
     false,
     true},
};

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    (void)context;
    return platform_file_write(path, bytes, error);
}

static void frames(App *app, uint64_t *now) {
    DrawList list = {0};
    for (int i = 0; i < 120; i++) {
        *now += 16;
        app_frame(app, NULL, 0, *now, (Point){WIDTH, HEIGHT}, &list);
    }
    draw_list_deinit(&list);
}

static bool make(const SceneText *scene, const char *folder, const TextMeasure *measure) {
    AppConfig config = {
        .measure = measure, .theme = theme_light(), .check = true, .write_file = write_file};
    App *app = app_create(&config);
    uint64_t now = 0;
    Error error;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.lastref", folder, scene->file);
    app->sandbox = true;
    app->options.without_classes = scene->without_classes;
    app->options.without_functions = scene->without_functions;
    app_open_script(app, "sandbox.py", (Text){"", 0});
    frames(app, &now);
    for (int i = 0; i < STATEMENTS && scene->statements[i]; i++) {
        app_wish_statement(app, scene->statements[i]);
        frames(app, &now);
        if (app->note.bad) {
            fprintf(stderr, "%s: %s\n", scene->file, app->note.text);
            return false;
        }
    }
    arrange_tidy(app);
    frames(app, &now);
    camera_fit(app, false);
    frames(app, &now);
    snprintf(app->file.title, sizeof app->file.title, "%s", scene->title);
    snprintf(app->file.about, sizeof app->file.about, "%s", scene->about);
    bool ok = files_save_document(app, path, &error);
    if (!ok) fprintf(stderr, "%s\n", error.message);
    app_destroy(app);
    return ok;
}

int main(int argc, char **argv) {
    Error error;
    Fonts *fonts = argc == 2 ? fonts_create(false, &error) : NULL;
    if (!fonts) {
        fprintf(stderr, "usage: make_scenes FOLDER\n");
        return 2;
    }
    TextMeasure measure = fonts_measure(fonts);
    bool ok = true;
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        ok = make(&scenes[i], argv[1], &measure) && ok;
    }
    fonts_destroy(fonts);
    return ok ? 0 : 1;
}
