/* The window under SDL's dummy driver: events in, neutral events out. */
#include "platform/window.h"

#include "platform/clock.h"
#include "platform/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int use_dummy(void **state) {
    (void)state;
    return setenv("SDL_VIDEODRIVER", "dummy", 1);
}

static size_t wait_all(Window *window, InputEvent *events, size_t capacity) {
    size_t count = 0;
    for (int i = 0; i < 5 && count < capacity; i++)
        count += platform_window_wait(window, events + count, capacity - count, 0);
    return count;
}

static void a_window_tells_its_size_first(void **state) {
    (void)state;
    Error error = {""};
    Window *window = platform_window_create("Lastref", 1000, 700, &error);
    assert_non_null(window);
    InputEvent events[64];
    size_t count = wait_all(window, events, 64), resizes = 0;
    for (size_t i = 0; i < count; i++) {
        if (events[i].kind != INPUT_RESIZE) continue;
        resizes++;
        int width, height;
        platform_window_size(window, &width, &height);
        assert_float_equal(events[i].size.x * events[i].scale, (float)width, 0.01);
        assert_float_equal(events[i].size.y * events[i].scale, (float)height, 0.01);
    }
    assert_true(resizes >= 1);
    platform_window_set_interface_scale(window, 2);
    assert_float_equal(platform_window_scale(window), 2, 0.001);
    count = wait_all(window, events, 64);
    assert_true(count >= 1 && events[count - 1].kind == INPUT_RESIZE);
    int width, height;
    platform_window_size(window, &width, &height);
    PixelBuffer buffer = {0};
    pixel_buffer_resize(&buffer, width, height);
    platform_window_present(window, &buffer, (PixelRect){-5, -5, 99999, 40});
    platform_window_present(window, &buffer, (PixelRect){5, 5, 5, 40});
    pixel_buffer_resize(&buffer, 7, 9); /* of another size: not shown, no harm */
    platform_window_present(window, &buffer, pixel_rect_all(&buffer));
    for (int cursor = 0; cursor < CURSOR_COUNT; cursor++)
        platform_window_set_cursor(window, (Cursor)cursor);
    platform_window_set_text_input(window, true, (Rect){10, 10, 1, 16});
    platform_window_set_text_input(window, false, (Rect){0});
    pixel_buffer_deinit(&buffer);
    platform_window_destroy(window);
}

static void push_key(SDL_Keycode code, Uint16 modifiers) {
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = code, .mod = modifiers}}};
    SDL_PushEvent(&event);
}

static Uint32 window_id(const char *title) {
    for (Uint32 id = 1; id < 1000; id++) {
        SDL_Window *window = SDL_GetWindowFromID(id);
        if (window && strcmp(SDL_GetWindowTitle(window), title) == 0) return id;
    }
    fail_msg("no window is called %s", title);
    return 0;
}

static void events_are_translated_in_order(void **state) {
    (void)state;
    Error error = {""};
    Window *window = platform_window_create("Lastref", 1000, 700, &error);
    assert_non_null(window);
    InputEvent events[64];
    (void)wait_all(window, events, 64);
    platform_window_set_interface_scale(window, 2);
    (void)wait_all(window, events, 64);
    push_key(SDLK_z, KMOD_LCTRL | KMOD_RSHIFT);
    push_key(SDLK_PAGEDOWN, 0);
    push_key(SDLK_F13, 0); /* means nothing */
    for (int i = 1; i <= 3; i++) {
        SDL_Event move = {.motion = {.type = SDL_MOUSEMOTION, .x = 10 * i, .y = 20 * i}};
        SDL_PushEvent(&move);
    }
    SDL_Event down = {
        .button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_RIGHT, .clicks = 2, .x = 8}};
    SDL_PushEvent(&down);
    SDL_Event wheel = {.wheel = {.type = SDL_MOUSEWHEEL, .preciseY = -1.5f}};
    SDL_PushEvent(&wheel);
    SDL_Event typed = {.text = {.type = SDL_TEXTINPUT, .text = "\xC3\xA9"}};
    SDL_PushEvent(&typed);
    SDL_Event drop = {.drop = {.type = SDL_DROPFILE, .file = SDL_strdup("/home/a.py")}};
    SDL_PushEvent(&drop);
    SDL_Event quit = {.type = SDL_QUIT};
    SDL_PushEvent(&quit);
    size_t count = platform_window_wait(window, events, 64, 100);
    assert_int_equal(count, 8);
    assert_int_equal(events[0].key, KEY_Z);
    assert_int_equal(events[0].modifiers, MODIFIER_CTRL | MODIFIER_SHIFT);
    assert_int_equal(events[1].key, KEY_PAGE_DOWN);
    assert_int_equal(events[2].kind, INPUT_MOUSE_MOVE); /* three moves became one */
    assert_float_equal(events[2].at.x, 15, 0.001);
    assert_float_equal(events[2].at.y, 30, 0.001);
    assert_int_equal(events[3].kind, INPUT_MOUSE_DOWN);
    assert_int_equal(events[3].button, BUTTON_RIGHT);
    assert_int_equal(events[3].clicks, 2);
    assert_float_equal(events[3].at.x, 4, 0.001);
    assert_int_equal(events[4].kind, INPUT_WHEEL);
    assert_float_equal(events[4].wheel.y, -1.5, 0.001);
    assert_true(text_is(events[5].text, "\xC3\xA9"));
    assert_int_equal(events[6].kind, INPUT_DROP_FILE);
    assert_true(text_is(events[6].text, "/home/a.py"));
    assert_int_equal(events[7].kind, INPUT_QUIT);
    for (size_t i = 1; i < count; i++) assert_true(events[i].time_ms >= events[i - 1].time_ms);
    platform_window_destroy(window);
}

static void a_window_beside_only_shows_and_takes_keys(void **state) {
    (void)state;
    Error error = {""};
    Window *window = platform_window_create("Lastref", 1000, 700, &error);
    Window *beside = platform_window_create_beside(window, "Notes", 480, 360, &error);
    assert_non_null(beside);
    assert_true(platform_screen_count() >= 1);
    assert_true(platform_window_take_exposed(beside));
    InputEvent events[64];
    (void)wait_all(window, events, 64);
    (void)platform_window_take_exposed(beside);
    assert_false(platform_window_take_exposed(beside));
    int width, height;
    platform_window_size(beside, &width, &height);
    assert_true(width > 0 && height > 0);
    Uint32 id = window_id("Notes");
    SDL_Event key = {
        .key = {.type = SDL_KEYDOWN, .windowID = id, .keysym = {.sym = SDLK_PAGEDOWN}}};
    SDL_Event move = {.motion = {.type = SDL_MOUSEMOTION, .windowID = id, .x = 5, .y = 5}};
    SDL_Event down = {.button = {.type = SDL_MOUSEBUTTONDOWN, .windowID = id, .button = 1}};
    SDL_Event drop = {
        .drop = {.type = SDL_DROPFILE, .windowID = id, .file = SDL_strdup("/home/a.py")}};
    SDL_Event lost = {
        .window = {.type = SDL_WINDOWEVENT, .windowID = id, .event = SDL_WINDOWEVENT_FOCUS_LOST}};
    SDL_PushEvent(&move);
    SDL_PushEvent(&down);
    SDL_PushEvent(&key);
    SDL_PushEvent(&drop);
    SDL_PushEvent(&lost);
    assert_int_equal(platform_window_wait(window, events, 64, 50), 1);
    assert_int_equal(events[0].kind, INPUT_KEY_DOWN);
    assert_int_equal(events[0].key, KEY_PAGE_DOWN);
    /* closing it is noted, and ends nothing; the wait returns for it at once */
    SDL_Event closing = {
        .window = {.type = SDL_WINDOWEVENT, .windowID = id, .event = SDL_WINDOWEVENT_CLOSE}};
    assert_false(platform_window_is_closed(beside));
    SDL_PushEvent(&closing);
    assert_int_equal(platform_window_wait(window, events, 64, -1), 0);
    assert_true(platform_window_is_closed(beside));
    /* the first one's closing is leaving, as long as there are two */
    closing.window.windowID = window_id("Lastref");
    SDL_PushEvent(&closing);
    assert_int_equal(platform_window_wait(window, events, 64, 50), 1);
    assert_int_equal(events[0].kind, INPUT_QUIT);
    platform_window_destroy(beside);
    SDL_PushEvent(&closing);
    assert_int_equal(platform_window_wait(window, events, 64, 20), 0);
    platform_window_destroy(window);
}

static void waiting_ends_in_time(void **state) {
    (void)state;
    Error error = {""};
    Window *window = platform_window_create("Lastref", 1000, 700, &error);
    InputEvent events[8];
    (void)wait_all(window, events, 8);
    uint64_t before = platform_clock_ms();
    assert_int_equal(platform_window_wait(window, events, 8, 60), 0);
    uint64_t waited = platform_clock_ms() - before;
    assert_true(waited >= 55 && waited < 2000);
    platform_window_destroy(window);
}

static void the_clipboard_keeps_text(void **state) {
    (void)state;
    Error error = {""};
    Window *window = platform_window_create("Lastref", 1000, 700, &error);
    assert_true(platform_clipboard_set("a = [1, \xC3\xA9]"));
    char *text = platform_clipboard_get();
    assert_string_equal(text, "a = [1, \xC3\xA9]");
    memory_free(text);
    platform_window_destroy(window);
}

static void no_display_is_told(void **state) {
    (void)state;
    Error error = {""};
    setenv("SDL_VIDEODRIVER", "x11", 1);
    setenv("DISPLAY", ":9999", 1);
    assert_null(platform_window_create("Lastref", 1000, 700, &error));
    assert_non_null(strstr(error.message, "a window cannot be opened"));
    unsetenv("SDL_VIDEODRIVER");
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    error = (Error){""};
    assert_null(platform_window_create("Lastref", 1000, 700, &error));
    assert_non_null(strstr(error.message, "a window cannot be opened"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_tells_its_size_first),
        cmocka_unit_test(events_are_translated_in_order),
        cmocka_unit_test(a_window_beside_only_shows_and_takes_keys),
        cmocka_unit_test(waiting_ends_in_time),
        cmocka_unit_test(the_clipboard_keeps_text),
        cmocka_unit_test(no_display_is_told),
    };
    return cmocka_run_group_tests(tests, use_dummy, NULL);
}
