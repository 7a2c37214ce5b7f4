/* The program without a window, and a hand that uses it: for tests that look at it by the names of
 * its places and states. Each frame is checked. */
#ifndef LASTREF_TESTS_APP_HAND_H
#define LASTREF_TESTS_APP_HAND_H

#include "app/app.h"

#include <string.h>
#include <time.h>

typedef struct Hand {
    App *app; /* owned */
    DrawList list;
    Point window;      /* its size, pixels */
    uint64_t pace;     /* ms from one frame to the next */
    uint64_t now;      /* ms */
    const char *about; /* said where a frame is wrong; null: nothing */
} Hand;

/* How soon the program wants the next frame, as app_frame tells it. */
static inline int hand_frame(Hand *hand, const InputEvent *events, size_t count) {
    float scale = app_interface_scale(hand->app);
    Point size = {hand->window.x / scale, hand->window.y / scale};
    hand->now += hand->pace;
    int wait = app_frame(hand->app, events, count, hand->now, size, &hand->list);
    TextBuffer wrong = {0};
    if (!app_check(hand->app, &wrong)) {
        fail_msg("%s: %s", hand->about ? hand->about : "frame", text_cstr(&wrong));
    }
    text_deinit(&wrong);
    return wait;
}

static inline void hand_rest(Hand *hand, int frames) {
    for (int i = 0; i < frames; i++) hand_frame(hand, NULL, 0);
}

/* "ctrl+comma", "escape", "t". */
static inline void hand_press(Hand *hand, const char *combo) {
    InputEvent event = {.kind = INPUT_KEY_DOWN};
    event.key = input_combo_read(text_of(combo), &event.modifiers);
    hand_frame(hand, &event, 1);
}

static inline bool hand_finds(const Hand *hand, const char *place) {
    Rect rect;
    return app_find_place(hand->app, place, &rect);
}

static inline Rect hand_place(const Hand *hand, const char *place) {
    Rect rect;
    if (!app_find_place(hand->app, place, &rect)) fail_msg("no place %s", place);
    return rect;
}

static inline void hand_click(Hand *hand, const char *place) {
    InputEvent event = {.kind = INPUT_MOUSE_MOVE, .at = rect_center(hand_place(hand, place))};
    hand_frame(hand, &event, 1);
    event.button = BUTTON_LEFT;
    event.clicks = 1;
    event.kind = INPUT_MOUSE_DOWN;
    hand_frame(hand, &event, 1);
    event.kind = INPUT_MOUSE_UP;
    hand_frame(hand, &event, 1);
}

/* Appends the state. */
static inline void hand_state(const Hand *hand, const char *name, TextBuffer *out) {
    assert_true(app_state(hand->app, name, out));
}

static inline void hand_expect(const Hand *hand, const char *name, const char *wanted) {
    TextBuffer value = {0};
    hand_state(hand, name, &value);
    assert_string_equal(text_cstr(&value), wanted);
    text_deinit(&value);
}

/* Whether the state contains that. */
static inline bool hand_sees(const Hand *hand, const char *name, const char *wanted) {
    TextBuffer value = {0};
    hand_state(hand, name, &value);
    bool found = strstr(text_cstr(&value), wanted) != NULL;
    text_deinit(&value);
    return found;
}

/* Whether a text that is drawn contains that. */
static inline bool hand_draws(const Hand *hand, const char *words) {
    bool found = false;
    for (size_t i = 0; i < hand->list.commands.count; i++) {
        const DrawCommand *command = &hand->list.commands.items[i];
        if (command->kind != DRAW_TEXT) continue;
        TextBuffer text = {0};
        text_append(&text, command->text.text.bytes, command->text.text.length);
        found = found || strstr(text_cstr(&text), words);
        text_deinit(&text);
    }
    return found;
}

/* Frames until the state contains that: for what is done on threads of their own. */
static inline void hand_wait_for(Hand *hand, const char *name, const char *wanted) {
    for (int i = 0; i < 3000 && !hand_sees(hand, name, wanted); i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        hand_frame(hand, NULL, 0);
    }
    assert_true(hand_sees(hand, name, wanted));
}

static inline void hand_deinit(Hand *hand) {
    app_destroy(hand->app);
    draw_list_deinit(&hand->list);
}

#endif
