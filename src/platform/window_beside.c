/* A second window, beside the first: it shows, and takes keys, and nothing else. */
#include "base/translate.h"
#include "platform/window_parts.h"

#include "base/memory.h"
#include "platform/clock.h"
#include "platform/display_scale.h"
#include "platform/input.h"

int platform_screen_count(void) {
    int count = SDL_GetNumVideoDisplays();
    return count < 1 ? 1 : count;
}

/* The first screen that the window is not on; its own where there is no other. */
static int other_screen(const Window *first) {
    int own = SDL_GetWindowDisplayIndex(first->window);
    for (int i = 0; i < SDL_GetNumVideoDisplays(); i++) {
        if (i != own) return i;
    }
    return own < 0 ? 0 : own;
}

/* On another screen in its middle; on the same one to the right of the first window or below it,
 * where there is room, else in the corner. */
static SDL_Point place(const Window *first, int screen_number, int wide, int high) {
    SDL_Rect screen = {0, 0, wide, high}, taken = {0, 0, 0, 0};
    SDL_GetDisplayUsableBounds(screen_number, &screen);
    if (screen_number != SDL_GetWindowDisplayIndex(first->window)) {
        return (SDL_Point){screen.x + (screen.w - wide) / 2, screen.y + (screen.h - high) / 2};
    }
    SDL_GetWindowPosition(first->window, &taken.x, &taken.y);
    SDL_GetWindowSize(first->window, &taken.w, &taken.h);
    SDL_Point at = {screen.x + screen.w - wide, screen.y + screen.h - high};
    if (taken.x + taken.w <= at.x) {
        at = (SDL_Point){taken.x + taken.w, taken.y};
    } else if (taken.y + taken.h <= at.y) {
        at = (SDL_Point){taken.x, taken.y + taken.h};
    }
    return at;
}

Window *platform_window_create_beside(Window *first, const char *title, int width, int height,
                                      Error *error) {
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        error_set(error, _("a second window cannot be opened: %s"), SDL_GetError());
        return NULL;
    }
    Window *window = memory_alloc(sizeof *window);
    window->interface_scale = 1;
    window->system_scale = first->system_scale;
    window->cursor = CURSOR_COUNT;
    float larger = first->system_scale / first->units;
    int wide = (int)((float)width * larger), high = (int)((float)height * larger);
    SDL_Point at = place(first, other_screen(first), wide, high);
    window->window = SDL_CreateWindow(title, at.x, at.y, wide, high,
                                      SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->window) {
        error_set(error, _("a second window cannot be opened: %s"), SDL_GetError());
        platform_window_destroy(window);
        return NULL;
    }
    window_update_size(window);
    float wanted = window->units > 1.01f ? 0 : platform_display_scale(window->window);
    if (wanted > 0) window->system_scale = wanted;
    if (!window_create_presenter(window, error)) {
        platform_window_destroy(window);
        return NULL;
    }
    window->expose_due = true;
    window->first = first;
    first->beside = window;
    return window;
}

bool platform_window_is_closed(const Window *window) {
    return window->closed;
}

bool platform_window_take_exposed(Window *window) {
    bool due = window->resize_due || window->expose_due;
    if (due) window_update_size(window);
    window->resize_due = window->expose_due = false;
    return due;
}

Uint32 window_of_event(const SDL_Event *event) {
    switch (event->type) {
    case SDL_KEYDOWN:
    case SDL_KEYUP: return event->key.windowID;
    case SDL_TEXTINPUT: return event->text.windowID;
    case SDL_MOUSEMOTION: return event->motion.windowID;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: return event->button.windowID;
    case SDL_MOUSEWHEEL: return event->wheel.windowID;
    case SDL_DROPFILE:
    case SDL_DROPTEXT: return event->drop.windowID;
    case SDL_WINDOWEVENT: return event->window.windowID;
    default: return 0;
    }
}

bool window_beside_take(Window *beside, const SDL_Event *event, InputEvent *out) {
    bool means = platform_input_translate(event, 1, platform_clock_ms(), out);
    if (event->type == SDL_WINDOWEVENT && event->window.event == SDL_WINDOWEVENT_CLOSE) {
        beside->closed = true;
    }
    if (means && out->kind == INPUT_RESIZE) beside->resize_due = true;
    if (means && out->kind == INPUT_EXPOSE) beside->expose_due = true;
    bool key = event->type == SDL_KEYDOWN || event->type == SDL_KEYUP;
    return means && (key || event->type == SDL_TEXTINPUT);
}
