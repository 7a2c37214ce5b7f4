#include "platform/window_parts.h"

#include "base/memory.h"
#include "base/translate.h"
#include "platform/clock.h"
#include "platform/display_scale.h"
#include "platform/input.h"
#include "platform/video.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { MIN_WIDTH = 960, MIN_HEIGHT = 600 };

static float scale_of(const Window *window) {
    return window->system_scale * window->interface_scale;
}

void window_update_size(Window *window) {
    int units_wide = 1, units_high = 1, wide = 1, high = 1;
    SDL_GetWindowSize(window->window, &units_wide, &units_high);
    SDL_GetWindowSizeInPixels(window->window, &wide, &high);
    if (units_wide < 1) units_wide = 1;
    window->width = wide < 1 ? 1 : wide > PIXEL_BUFFER_LIMIT ? PIXEL_BUFFER_LIMIT : wide;
    window->height = high < 1 ? 1 : high > PIXEL_BUFFER_LIMIT ? PIXEL_BUFFER_LIMIT : high;
    window->units = (float)wide / (float)units_wide;
    if (window->units > 1.01f) window->system_scale = window->units;
}

bool window_create_presenter(Window *window, Error *error) {
    const char *driver = SDL_GetCurrentVideoDriver();
    bool wayland = driver && strcmp(driver, "wayland") == 0;
    bool direct = driver && (strcmp(driver, "x11") == 0 || strcmp(driver, "dummy") == 0 ||
                             strcmp(driver, "offscreen") == 0);
    if (direct && SDL_GetWindowSurface(window->window)) {
        window->presenter = PRESENT_SURFACE;
        return true;
    }
    window->presenter = PRESENT_TEXTURE;
    window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (!window->renderer && !wayland)
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    if (!window->renderer)
        return error_set(error, _("the window cannot be drawn to: %s"), SDL_GetError());
    return true;
}

Window *platform_window_create(const char *title, int width, int height, Error *error) {
    if (!video_open(title, error)) return NULL;
    Window *window = memory_alloc(sizeof *window);
    window->interface_scale = window->system_scale = 1;
    window->cursor = CURSOR_COUNT;
    window->window =
        SDL_CreateWindow(title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, width, height,
                         SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->window) {
        error_set(error, _("a window cannot be opened: %s"), SDL_GetError());
        platform_window_destroy(window);
        return NULL;
    }
    window_update_size(window);
    float wanted = window->units > 1.01f ? 0 : platform_display_scale(window->window);
    if (wanted > 0) window->system_scale = wanted;
    float larger = window->system_scale / window->units; /* window units a logical pixel */
    SDL_Rect screen = {0, 0, 1 << 20, 1 << 20};
    SDL_GetDisplayUsableBounds(SDL_GetWindowDisplayIndex(window->window), &screen);
    int least_wide = (int)(MIN_WIDTH * larger), least_high = (int)(MIN_HEIGHT * larger);
    SDL_SetWindowMinimumSize(window->window, least_wide < screen.w ? least_wide : screen.w,
                             least_high < screen.h ? least_high : screen.h);
    int wide = (int)((float)width * larger), high = (int)((float)height * larger);
    if (wide > screen.w) wide = screen.w;
    if (high > screen.h) high = screen.h;
    if (wide != width || high != height) {
        SDL_SetWindowSize(window->window, wide, high);
        SDL_SetWindowPosition(window->window, screen.x + (screen.w - wide) / 2,
                              screen.y + (screen.h - high) / 2);
    }
    window_update_size(window);
    if (!window_create_presenter(window, error)) {
        platform_window_destroy(window);
        return NULL;
    }
    SDL_StopTextInput();
    window->resize_due = true;
    return window;
}

static void free_texts(Window *window) {
    for (size_t i = 0; i < window->texts.count; i++) memory_free(window->texts.items[i]);
    array_clear(&window->texts);
}

void platform_window_destroy(Window *window) {
    if (!window) return;
    if (window->first) window->first->beside = NULL;
    assert(!window->beside); /* it takes its events from this one */
    free_texts(window);
    array_deinit(&window->texts);
    for (int i = 0; i < CURSOR_COUNT; i++) {
        if (window->cursors[i]) SDL_FreeCursor(window->cursors[i]);
    }
    if (window->texture) SDL_DestroyTexture(window->texture);
    if (window->renderer) SDL_DestroyRenderer(window->renderer);
    if (window->window) SDL_DestroyWindow(window->window);
    memory_free(window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static InputEvent plain_event(InputKind kind) {
    return (InputEvent){.kind = kind, .time_ms = platform_clock_ms(), .text = {"", 0}};
}

/* SDL's text lives as long as its event; ours until the next wait. */
static Text kept(Window *window, Text text) {
    char *copy = text_copy(text);
    array_push(&window->texts, copy);
    return (Text){copy, text.length};
}

static void forget_texture(Window *window) {
    if (window->texture) SDL_DestroyTexture(window->texture);
    window->texture = NULL;
}

/* Of the window beside; its first one's `texts` keep what was typed in it. */
static bool take_beside(Window *window, SDL_Event *event, InputEvent *out) {
    bool means = window_beside_take(window->beside, event, out);
    if (means && out->text.length) out->text = kept(window, out->text);
    if (event->type == SDL_DROPFILE || event->type == SDL_DROPTEXT) SDL_free(event->drop.file);
    return means;
}

static bool take(Window *window, SDL_Event *event, InputEvent *out) {
    Window *beside = window->beside;
    if (beside && window_of_event(event) == SDL_GetWindowID(beside->window)) {
        return take_beside(window, event, out);
    }
    /* SDL tells QUIT only where the last window is closed */
    if (beside && event->type == SDL_WINDOWEVENT && event->window.event == SDL_WINDOWEVENT_CLOSE) {
        *out = plain_event(INPUT_QUIT);
        return true;
    }
    float logical = window->units / scale_of(window);
    bool means = platform_input_translate(event, logical, platform_clock_ms(), out);
    if (means && out->text.length) out->text = kept(window, out->text);
    if (event->type == SDL_DROPFILE || event->type == SDL_DROPTEXT) SDL_free(event->drop.file);
    if (event->type == SDL_RENDER_TARGETS_RESET || event->type == SDL_RENDER_DEVICE_RESET) {
        forget_texture(window);
        if (beside) forget_texture(beside);
        if (beside) beside->expose_due = true;
        out->kind = INPUT_EXPOSE;
        return true;
    }
    if (means && out->kind == INPUT_RESIZE) {
        window->resize_due = true;
        return false;
    }
    if (means && out->kind == INPUT_EXPOSE) {
        window->expose_due = true;
        return false;
    }
    return means;
}

/* However many resizes and exposes came in, one of each is told. */
static size_t take_due(Window *window, InputEvent *events, size_t count, size_t capacity) {
    if (window->resize_due && count < capacity) {
        window->resize_due = window->expose_due = false;
        window_update_size(window);
        InputEvent event = plain_event(INPUT_RESIZE);
        event.scale = scale_of(window);
        event.size =
            (Point){(float)window->width / event.scale, (float)window->height / event.scale};
        events[count++] = event;
    }
    if (window->expose_due && count < capacity) {
        window->expose_due = false;
        events[count++] = plain_event(INPUT_EXPOSE);
    }
    return count;
}

static bool wants_attention(const Window *beside) {
    return beside->resize_due || beside->expose_due || beside->closed;
}

size_t platform_window_wait(Window *window, InputEvent *events, size_t capacity, int timeout_ms) {
    if (capacity == 0) return 0;
    free_texts(window);
    size_t count = 0;
    uint64_t until = platform_clock_ms() + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0);
    while (count == 0) {
        SDL_Event event;
        bool got;
        bool due = window->resize_due || window->expose_due ||
                   (window->beside && wants_attention(window->beside));
        if (due) {
            got = SDL_PollEvent(&event);
        } else if (timeout_ms < 0) {
            got = SDL_WaitEvent(&event);
        } else {
            uint64_t now = platform_clock_ms();
            got = SDL_WaitEventTimeout(&event, until > now ? (int)(until - now) : 0);
        }
        while (got) {
            InputEvent taken;
            if (take(window, &event, &taken)) {
                bool moves = count && taken.kind == INPUT_MOUSE_MOVE &&
                             events[count - 1].kind == INPUT_MOUSE_MOVE;
                if (moves) count--;
                events[count++] = taken;
            }
            if (count == capacity) break;
            got = SDL_PollEvent(&event);
        }
        count = take_due(window, events, count, capacity);
        if (window->beside && wants_attention(window->beside)) break;
        if (timeout_ms >= 0 && platform_clock_ms() >= until) break;
    }
    return count;
}

void platform_window_size(const Window *window, int *width, int *height) {
    *width = window->width;
    *height = window->height;
}

float platform_window_scale(const Window *window) {
    return scale_of(window);
}

void platform_window_set_interface_scale(Window *window, float scale) {
    scale = fminf(fmaxf(scale, 0.5f), 4);
    if (scale == window->interface_scale) return;
    window->interface_scale = scale;
    window->resize_due = true;
}

static void present_surface(Window *window, const PixelBuffer *pixels, PixelRect part) {
    SDL_Surface *surface = SDL_GetWindowSurface(window->window);
    if (!surface || surface->w != pixels->width || surface->h != pixels->height) return;
    int wide = part.x1 - part.x0, high = part.y1 - part.y0;
    const uint32_t *source =
        pixels->pixels + (size_t)part.y0 * (size_t)pixels->width + (size_t)part.x0;
    if (SDL_MUSTLOCK(surface) && SDL_LockSurface(surface) != 0) return;
    uint8_t *target = (uint8_t *)surface->pixels + (ptrdiff_t)part.y0 * surface->pitch +
                      (ptrdiff_t)part.x0 * surface->format->BytesPerPixel;
    SDL_ConvertPixels(wide, high, SDL_PIXELFORMAT_ARGB8888, source, pixels->width * 4,
                      surface->format->format, target, surface->pitch);
    if (SDL_MUSTLOCK(surface)) SDL_UnlockSurface(surface);
    SDL_Rect rect = {part.x0, part.y0, wide, high};
    SDL_UpdateWindowSurfaceRects(window->window, &rect, 1);
}

static void present_texture(Window *window, const PixelBuffer *pixels, PixelRect part) {
    bool fresh = !window->texture || window->texture_width != pixels->width ||
                 window->texture_height != pixels->height;
    if (fresh) {
        if (window->texture) SDL_DestroyTexture(window->texture);
        window->texture =
            SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_ARGB8888,
                              SDL_TEXTUREACCESS_STREAMING, pixels->width, pixels->height);
        if (!window->texture) return;
        SDL_SetTextureBlendMode(window->texture, SDL_BLENDMODE_NONE);
        window->texture_width = pixels->width;
        window->texture_height = pixels->height;
        part = pixel_rect_all(pixels);
    }
    SDL_Rect rect = {part.x0, part.y0, part.x1 - part.x0, part.y1 - part.y0};
    SDL_UpdateTexture(window->texture, &rect,
                      pixels->pixels + (size_t)part.y0 * (size_t)pixels->width + (size_t)part.x0,
                      pixels->width * 4);
    SDL_RenderCopy(window->renderer, window->texture, NULL, NULL);
    SDL_RenderPresent(window->renderer);
}

void platform_window_present(Window *window, const PixelBuffer *pixels, PixelRect damage) {
    if (pixels->width != window->width || pixels->height != window->height) return;
    damage = pixel_rect_intersection(damage, pixel_rect_all(pixels));
    if (pixel_rect_is_empty(damage)) return;
    if (window->presenter == PRESENT_SURFACE) {
        present_surface(window, pixels, damage);
    } else {
        present_texture(window, pixels, damage);
    }
}

void platform_window_set_title(Window *window, const char *title) {
    if (strcmp(SDL_GetWindowTitle(window->window), title) == 0) return; /* it is told each frame */
    SDL_SetWindowTitle(window->window, title);
}

/* Colours of a premultiplied pixel as they are without its alpha. */
static uint32_t straight(uint32_t pixel) {
    uint32_t alpha = pixel >> 24, out = pixel & 0xFF000000;
    for (int shift = 0; alpha && shift < 24; shift += 8) {
        uint32_t value = ((pixel >> shift & 0xFF) * 255 + alpha / 2) / alpha;
        out |= (value < 255 ? value : 255) << shift;
    }
    return out;
}

void platform_window_set_icon(Window *window, const PixelBuffer *pixels) {
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, pixels->width, pixels->height, 32,
                                                          SDL_PIXELFORMAT_ARGB8888);
    if (!surface) return; /* the desktop has an icon for windows without one */
    for (int y = 0; y < pixels->height; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);
        for (int x = 0; x < pixels->width; x++) {
            row[x] = straight(pixels->pixels[(size_t)y * (size_t)pixels->width + (size_t)x]);
        }
    }
    SDL_SetWindowIcon(window->window, surface);
    SDL_FreeSurface(surface);
}

void platform_window_set_cursor(Window *window, Cursor cursor) {
    static const SDL_SystemCursor shapes[CURSOR_COUNT] = {
        [CURSOR_ARROW] = SDL_SYSTEM_CURSOR_ARROW,     [CURSOR_HAND] = SDL_SYSTEM_CURSOR_HAND,
        [CURSOR_TEXT] = SDL_SYSTEM_CURSOR_IBEAM,      [CURSOR_GRAB] = SDL_SYSTEM_CURSOR_SIZEALL,
        [CURSOR_CROSS] = SDL_SYSTEM_CURSOR_CROSSHAIR, [CURSOR_RESIZE_X] = SDL_SYSTEM_CURSOR_SIZEWE,
        [CURSOR_RESIZE_Y] = SDL_SYSTEM_CURSOR_SIZENS, [CURSOR_REFUSED] = SDL_SYSTEM_CURSOR_NO,
    };
    if ((unsigned)cursor >= CURSOR_COUNT || cursor == window->cursor) return;
    window->cursor = cursor;
    if (!window->cursors[cursor]) window->cursors[cursor] = SDL_CreateSystemCursor(shapes[cursor]);
    if (window->cursors[cursor]) SDL_SetCursor(window->cursors[cursor]);
}

void platform_window_set_text_input(Window *window, bool on, Rect caret) {
    if (on) {
        float units = scale_of(window) / window->units;
        SDL_Rect rect = {(int)(caret.x * units), (int)(caret.y * units), (int)(caret.w * units),
                         (int)(caret.h * units)};
        SDL_SetTextInputRect(&rect);
    }
    if (on == window->text_input) return;
    window->text_input = on;
    if (on) {
        SDL_StartTextInput();
    } else {
        SDL_StopTextInput();
    }
}

void platform_window_set_fullscreen(Window *window, bool on) {
    SDL_SetWindowFullscreen(window->window, on ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    window->resize_due = true;
}

const char *platform_window_presenter(const Window *window) {
    return window->presenter == PRESENT_SURFACE ? "surface" : "texture";
}

const char *platform_window_driver(void) {
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver ? driver : "";
}

char *platform_clipboard_get(void) {
    if (!SDL_HasClipboardText()) return NULL;
    char *text = SDL_GetClipboardText();
    if (!text) return NULL;
    size_t length = strlen(text);
    char *copy = length ? memory_alloc(length + 1) : NULL;
    if (copy) memcpy(copy, text, length + 1);
    SDL_free(text);
    return copy;
}

bool platform_clipboard_set(const char *text) {
    return SDL_SetClipboardText(text) == 0;
}
