/* Someone who plays a lesson from its first card to its end, by mouse or by keyboard alone, and
 * answers all right or all wrong; or who shows it to a class, by a clicker. What is right is asked
 * of the model; the program is only touched as by hand, and looked at after each card. */
#ifndef LASTREF_TESTS_COURSE_PLAYER_H
#define LASTREF_TESTS_COURSE_PLAYER_H

#include "app/app.h"
#include "course/overflow.h"
#include "disk.h"
#include "lesson/anchors.h"
#include "lesson/answers.h"
#include "lesson/lesson_check.h"
#include "lesson/solution.h"

#include <stdlib.h>
#include <string.h>

typedef struct Player {
    const char *path; /* of the lesson */
    Point size;       /* of the window, in pixels */
    const Theme *theme;
    const TextMeasure *measure;
    bool by_keys, wrong;

    App *app;
    DrawList list;
    uint64_t now;
    Point mouse;

    /* the lesson and its script, run beside the program */
    TextBuffer text, source, script;
    LessonFile file;
    Timeline *timeline;
    LessonRun run;
    LessonStops stops;

    /* what was done */
    int cards, right, mistaken, tasks, inputs;
} Player;

#define player_fail(player, ...)                                                                   \
    do {                                                                                           \
        print_error("%s %gx%g by %s, %s: ", strrchr((player)->path, '/') + 1,                      \
                    (double)(player)->size.x, (double)(player)->size.y,                            \
                    (player)->by_keys ? "keyboard" : "mouse",                                      \
                    (player)->wrong ? "wrong" : "right");                                          \
        fail_msg(__VA_ARGS__);                                                                     \
    } while (0)

/* ---- the hand ---- */

/* The window's size as the program has it. */
static Point window_of(const Player *player) {
    float scale = app_interface_scale(player->app);
    return (Point){player->size.x / scale, player->size.y / scale};
}

static void player_frame(Player *player, const InputEvent *events, size_t count) {
    player->now += 2000; /* what moves has arrived, what is shown for a while is gone */
    app_frame(player->app, events, count, player->now, window_of(player), &player->list);
}

static void press(Player *player, const char *combo) {
    InputEvent event = {.kind = INPUT_KEY_DOWN};
    event.key = input_combo_read(text_of(combo), &event.modifiers);
    player->inputs++;
    player_frame(player, &event, 1);
    player_frame(player, NULL, 0);
}

static void type(Player *player, const char *text) {
    InputEvent event = {.kind = INPUT_TEXT, .text = text_of(text)};
    player->inputs += (int)strlen(text);
    player_frame(player, &event, 1);
}

static void mouse(Player *player, InputKind kind, InputButton button, Point at) {
    InputEvent event = {.kind = kind, .at = at, .button = button, .clicks = 1};
    player->mouse = at;
    player_frame(player, &event, 1);
}

static void click_at(Player *player, Point at) {
    player->inputs++;
    mouse(player, INPUT_MOUSE_MOVE, BUTTON_NONE, at);
    mouse(player, INPUT_MOUSE_DOWN, BUTTON_LEFT, at);
    mouse(player, INPUT_MOUSE_UP, BUTTON_LEFT, at);
    player_frame(player, NULL, 0);
}

static void drag(Player *player, InputButton button, Point from, Point to) {
    player->inputs++;
    mouse(player, INPUT_MOUSE_MOVE, BUTTON_NONE, from);
    mouse(player, INPUT_MOUSE_DOWN, button, from);
    for (int i = 1; i <= 8; i++) {
        float t = (float)i / 8;
        mouse(player, INPUT_MOUSE_MOVE, BUTTON_NONE,
              (Point){from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
    }
    mouse(player, INPUT_MOUSE_UP, button, to);
    player_frame(player, NULL, 0);
}

static bool find(const Player *player, const char *name, Rect *rect) {
    return app_find_place(player->app, name, rect);
}

static Rect place(Player *player, const char *name) {
    Rect rect;
    if (!find(player, name, &rect)) player_fail(player, "there is no %s", name);
    return rect;
}

static void state(Player *player, const char *name, char *out, size_t size) {
    TextBuffer value = {0};
    assert_true(app_state(player->app, name, &value));
    snprintf(out, size, "%s", text_cstr(&value));
    text_deinit(&value);
}

/* A thing of the card, which scrolls; by the wheel, until it is whole. */
static Rect place_in_card(Player *player, const char *name) {
    Rect card = place(player, "guide.card"), rect = {0};
    for (int i = 0; i < 40; i++) {
        if (find(player, name, &rect) && rect.h >= 24) return rect;
        InputEvent event = {
            .kind = INPUT_WHEEL, .at = rect_center(card), .wheel = {0, i < 20 ? -1 : 1}};
        player_frame(player, &event, 1);
    }
    char shown[80];
    state(player, "guide", shown, sizeof shown);
    player_fail(player, "%s: %s is not on the card", shown, name);
    return rect;
}

/* ---- what can be seen ---- */

static void check_picture(Player *player) {
    TextBuffer wrong = {0};
    if (!app_check(player->app, &wrong)) player_fail(player, "%s", text_cstr(&wrong));
    text_deinit(&wrong);
    static const char *const scrolled[] = {"canvas",    "pane.code", "pane.output",
                                           "pane.done", "prompt",    "guide.number"};
    Rect rects[6], card = {0};
    size_t count = 0;
    char told[400], name[80];
    for (int i = 0; i < 6; i++) count += find(player, scrolled[i], &rects[count]);
    find(player, "guide.card", &card);
    Point window = window_of(player);
    tell_overflow(&player->list, player->measure, (Rect){0, 0, window.x, window.y}, card, rects,
                  count, told, sizeof told);
    state(player, "guide", name, sizeof name);
    if (told[0]) player_fail(player, "%s: %s", name, told);
}

/* The card is whole in its pane, with this button. */
static void check_card(Player *player, const char *button) {
    Rect rect = place(player, button), card = place(player, "guide.card");
    bool inside = rect.x >= card.x && rect_right(rect) <= rect_right(card) && rect.y >= card.y &&
                  rect_bottom(rect) <= rect_bottom(card) && card.x >= 0 && card.y >= 0 &&
                  rect_bottom(card) <= window_of(player).y;
    if (!inside) player_fail(player, "%s is cut off", button);
    check_picture(player);
    for (int i = 0; i < 12; i++) { /* and so is what the wheel brings up */
        InputEvent event = {.kind = INPUT_WHEEL, .at = rect_center(card), .wheel = {0, -1}};
        player_frame(player, &event, 1);
        if (i % 4 == 3) check_picture(player);
    }
}

static void use(Player *player, const char *button, const char *key) {
    check_card(player, button);
    if (player->by_keys) {
        press(player, key);
    } else {
        click_at(player, rect_center(place(player, button)));
    }
}

/* ---- answers ---- */

/* Drags the view until the object's card lies in the middle of the canvas. */
static Point bring_into_view(Player *player, const char *object) {
    Rect canvas = place(player, "canvas"), card = place(player, object);
    Point middle = rect_center(canvas), at = rect_center(card);
    Rect free = {canvas.x + 60, canvas.y + 60, canvas.w * 0.6f, canvas.h * 0.6f};
    if (rect_contains(free, at)) return at;
    drag(player, BUTTON_MIDDLE, middle,
         (Point){middle.x + middle.x - at.x, middle.y + middle.y - at.y});
    return rect_center(place(player, object));
}

/* By the arrow keys from card to card, each time the way that leads nearer. */
static void walk_to(Player *player, const char *object) {
    Rect from, to;
    for (int i = 0; i < 40; i++) {
        to = place(player, object);
        if (!find(player, "selected", &from)) {
            press(player, "right");
            continue;
        }
        float x = to.x - from.x, y = to.y - from.y;
        if (fabsf(x) < 2 && fabsf(y) < 2) return;
        const char *across = x < 0 ? "left" : "right", *along = y < 0 ? "up" : "down";
        press(player, fabsf(x) > fabsf(y) ? across : along);
        Rect now;
        if (!find(player, "selected", &now)) continue;
        Rect again = place(player, object);
        bool stayed = fabsf((now.x - again.x) - (from.x - to.x)) < 1 &&
                      fabsf((now.y - again.y) - (from.y - to.y)) < 1;
        if (stayed) press(player, fabsf(x) > fabsf(y) ? along : across);
    }
    player_fail(player, "the arrow keys do not lead to %s", object);
}

static void pick(Player *player, const char *object) {
    if (player->by_keys) {
        walk_to(player, object);
    } else {
        click_at(player, bring_into_view(player, object));
    }
}

static bool is_one_of(const Revelation *right, uint32_t serial) {
    for (size_t i = 0; i < right->objects.count; i++) {
        if (right->objects.items[i].serial == serial) return true;
    }
    return false;
}

/* An object with a card that is right, or wrong. */
static void choose_object(Player *player, const Revelation *right, char *name, size_t size) {
    Rect rect;
    for (size_t i = 0; !player->wrong && i < right->objects.count; i++) {
        snprintf(name, size, "object:%u", right->objects.items[i].serial);
        if (find(player, name, &rect)) return;
    }
    for (uint32_t serial = 1; player->wrong && serial < 200000; serial++) {
        snprintf(name, size, "object:%u", serial);
        if (!is_one_of(right, serial) && find(player, name, &rect)) return;
    }
    player_fail(player, "no such object is in the picture");
}

/* The reference is drawn from its place to the object. */
static void draw_reference(Player *player, const char *path, const char *object) {
    char port[120], preview[200];
    snprintf(port, sizeof port, "port:%s", path);
    if (!player->by_keys) {
        bring_into_view(player, port);
        Point from = rect_center(place(player, port));
        drag(player, BUTTON_LEFT, from, rect_center(place(player, object)));
        return;
    }
    const char *dot = strrchr(path, '.');
    char holder[120];
    snprintf(holder, sizeof holder, "node:%.*s", (int)(dot - path), path);
    walk_to(player, holder);
    for (int i = 0; i < 20; i++) {
        press(player, "]");
        press(player, "c");
        state(player, "preview", preview, sizeof preview);
        if (strncmp(preview, path, strlen(path)) == 0) break;
        press(player, "escape");
    }
    Rect to = place(player, object);
    for (int i = 0; i < 12; i++) { /* the target is told by the statement */
        Rect aim;
        if (!find(player, "aimed", &aim)) break;
        to = place(player, object);
        float x = to.x - aim.x, y = to.y - aim.y;
        if (fabsf(x) < 2 && fabsf(y) < 2) break;
        press(player, fabsf(x) > fabsf(y) ? (x < 0 ? "left" : "right") : (y < 0 ? "up" : "down"));
    }
    press(player, "enter");
}

static void answer(Player *player, const LessonBeat *beat) {
    uint32_t number = (uint32_t)(beat - player->file.beats);
    const Prediction *predict = beat->predict;
    Revelation right = {0};
    GoalFault fault;
    char name[64], told[300];
    if (!answer_reveal(&right, &player->run, predict, player->stops.at[number],
                       player->stops.reveal[number], &fault)) {
        player_fail(player, "%s: %s", beat->name, fault.text);
    }
    check_card(player, "lesson.next");
    if (predict->kind == PREDICT_NUMBER) {
        snprintf(name, sizeof name, "%.15g", right.number.value + (player->wrong ? 7 : 0));
        if (!player->by_keys) click_at(player, rect_center(place_in_card(player, "guide.number")));
        type(player, name);
    } else if (predict->kind == PREDICT_CHOICE) {
        uint32_t option = right.option;
        if (player->wrong) option = (option + 1) % predict->option_count;
        snprintf(name, sizeof name, player->by_keys ? "%u" : "option.%u", option + player->by_keys);
        if (player->by_keys) press(player, name);
        if (!player->by_keys) click_at(player, rect_center(place_in_card(player, name)));
    } else {
        choose_object(player, &right, name, sizeof name);
        if (predict->kind == PREDICT_PICK) {
            pick(player, name);
        } else {
            char path[100];
            snprintf(path, sizeof path, "%.*s", (int)predict->answer.source.length,
                     predict->answer.source.bytes);
            draw_reference(player, path, name);
        }
    }
    use(player, "lesson.next", "alt+right");
    state(player, "answer", told, sizeof told);
    bool judged = strstr(told, player->wrong ? ", wrong" : ", right") != NULL;
    if (!judged) player_fail(player, "%s: %s", beat->name, told);
    player->right += !player->wrong;
    player->mistaken += player->wrong;
    answer_deinit(&right);
}

/* ---- tasks ---- */

static bool is_done(Player *player) {
    char part[80];
    state(player, "guide", part, sizeof part);
    return strncmp(part, "done", 4) == 0;
}

static void go_to_prompt(Player *player) {
    Rect caret;
    if (!player->by_keys) {
        click_at(player, rect_center(place(player, "prompt")));
        return;
    }
    for (int i = 0; i < 6 && !app_wants_text(player->app, &caret); i++) press(player, "f6");
}

/* Each statement of the solution, typed. */
static void solve(Player *player, const LessonBeat *beat) {
    Solution solution = {0};
    Error error;
    assert_true(solution_read(&solution, beat->task->solution, &error));
    for (size_t i = 0; i < solution.statements.count; i++) {
        Text text = solution.statements.items[i].text;
        while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
        TextBuffer line = {0};
        text_append(&line, text.bytes, text.length);
        if (is_done(player)) player_fail(player, "%s is done too early", beat->name);
        type(player, text_cstr(&line));
        press(player, "enter");
        char left[400];
        state(player, "prompt", left, sizeof left);
        if (left[0]) press(player, "enter"); /* an empty line ends a block */
        text_deinit(&line);
        check_picture(player);
    }
    solution_deinit(&solution);
    if (!is_done(player)) player_fail(player, "%s is not done by its solution", beat->name);
}

static void do_task(Player *player, const LessonBeat *beat) {
    player->tasks++;
    check_card(player, "lesson.hint");
    for (uint32_t i = 0; player->wrong && i < beat->task->hint_count; i++) {
        use(player, "lesson.hint", "alt+up");
    }
    go_to_prompt(player);
    if (!player->wrong) {
        solve(player, beat);
        use(player, "lesson.next", "alt+right");
        return;
    }
    type(player, "nonsense = [[]]");
    press(player, "enter");
    if (is_done(player)) player_fail(player, "%s is done by nonsense", beat->name);
    check_card(player, "lesson.skip");
    click_at(player, rect_center(place(player, "lesson.skip")));
}

/* ---- the whole ---- */

static void player_open(Player *player) {
    Error error;
    LessonMistakes mistakes = {0};
    assert_true(disk_read_file(NULL, player->path, &player->text, &error));
    Text text = text_view(&player->text);
    assert_true(lesson_file_read(&player->file, text, &mistakes));
    lesson_file_script_path(&player->file, player->path, &player->script);
    assert_true(disk_read_file(NULL, text_cstr(&player->script), &player->source, &error));
    Text source = text_view(&player->source);
    TimelineConfig config = lesson_timeline_config();
    config.argument = text_cstr(&player->script);
    player->timeline = timeline_create(&config, &error);
    timeline_run(player->timeline, config.argument, source);
    assert_true(lesson_run_build(&player->run, player->timeline, source, &error));
    anchors_find_all(&player->run, &player->file, &player->stops, &mistakes);
    assert_int_equal(mistakes.items.count, 0);
    lesson_mistakes_deinit(&mistakes);
    player->app = app_create(&(AppConfig){.measure = player->measure,
                                          .theme = player->theme,
                                          .check = true,
                                          .guide = true,
                                          .read_file = disk_read_file});
    app_open_script(player->app, text_cstr(&player->script), source);
    player_frame(player, NULL, 0);
    player_frame(player, NULL, 0);
}

static void player_close(Player *player) {
    app_destroy(player->app);
    draw_list_deinit(&player->list);
    anchors_deinit(&player->stops);
    lesson_run_deinit(&player->run);
    timeline_destroy(player->timeline);
    lesson_file_deinit(&player->file);
    text_deinit(&player->text);
    text_deinit(&player->source);
    text_deinit(&player->script);
}

/* From the first card to the last. */
static void player_play(Player *player) {
    char card[80];
    player_open(player);
    for (uint32_t i = 0; i < 3 * player->file.beat_count; i++) {
        state(player, "guide", card, sizeof card);
        if (strcmp(card, "ended") == 0) break;
        const char *name = strchr(card, ' ');
        if (!name) player_fail(player, "the lesson is not opened");
        const LessonBeat *beat = lesson_file_find(&player->file, name + 1);
        player->cards++;
        if (strncmp(card, "asks", 4) == 0) {
            answer(player, beat);
        } else if (strncmp(card, "task", 4) == 0) {
            do_task(player, beat);
        } else {
            use(player, "lesson.next", "alt+right");
        }
    }
    assert_string_equal(card, "ended");
    check_card(player, "lesson.list");
    player_close(player);
}

/* By a clicker's one key: each answer is shown before the lesson goes on, each task played. */
static void player_present(Player *player) {
    char card[80];
    player_open(player);
    press(player, "f5");
    for (int i = 0; i < 600; i++) {
        state(player, "guide", card, sizeof card);
        if (strcmp(card, "ended") == 0) break;
        player->cards++;
        check_card(player, "present.on");
        press(player, "pagedown");
    }
    assert_string_equal(card, "ended");
    check_picture(player);
    player_close(player);
}

#endif
