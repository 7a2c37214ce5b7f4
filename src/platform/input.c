#include "platform/input.h"

#include <string.h>

static unsigned modifiers_of(SDL_Keymod state) {
    unsigned modifiers = 0;
    if (state & KMOD_CTRL) modifiers |= MODIFIER_CTRL;
    if (state & KMOD_SHIFT) modifiers |= MODIFIER_SHIFT;
    if (state & KMOD_ALT) modifiers |= MODIFIER_ALT;
    return modifiers;
}

static InputKey key_of(SDL_Keycode code) {
    if (code >= SDLK_a && code <= SDLK_z) return (InputKey)(KEY_A + (code - SDLK_a));
    if (code >= SDLK_0 && code <= SDLK_9) return (InputKey)(KEY_0 + (code - SDLK_0));
    if (code >= SDLK_F1 && code <= SDLK_F12) return (InputKey)(KEY_F1 + (code - SDLK_F1));
    switch (code) {
    case SDLK_LEFT: return KEY_LEFT;
    case SDLK_RIGHT: return KEY_RIGHT;
    case SDLK_UP: return KEY_UP;
    case SDLK_DOWN: return KEY_DOWN;
    case SDLK_HOME: return KEY_HOME;
    case SDLK_END: return KEY_END;
    case SDLK_PAGEUP: return KEY_PAGE_UP;
    case SDLK_PAGEDOWN: return KEY_PAGE_DOWN;
    case SDLK_RETURN:
    case SDLK_RETURN2:
    case SDLK_KP_ENTER: return KEY_ENTER;
    case SDLK_ESCAPE: return KEY_ESCAPE;
    case SDLK_TAB: return KEY_TAB;
    case SDLK_SPACE: return KEY_SPACE;
    case SDLK_BACKSPACE: return KEY_BACKSPACE;
    case SDLK_DELETE: return KEY_DELETE;
    case SDLK_INSERT: return KEY_INSERT;
    case SDLK_MENU:
    case SDLK_APPLICATION: return KEY_MENU;
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS: return KEY_PLUS;
    case SDLK_MINUS:
    case SDLK_KP_MINUS: return KEY_MINUS;
    case SDLK_COMMA: return KEY_COMMA;
    case SDLK_PERIOD: return KEY_PERIOD;
    case SDLK_SLASH:
    case SDLK_KP_DIVIDE: return KEY_SLASH;
    case SDLK_QUESTION: return KEY_QUESTION;
    case SDLK_LEFTBRACKET: return KEY_LEFT_BRACKET;
    case SDLK_RIGHTBRACKET: return KEY_RIGHT_BRACKET;
    default: return KEY_NONE;
    }
}

static InputButton button_of(Uint8 button) {
    switch (button) {
    case SDL_BUTTON_LEFT: return BUTTON_LEFT;
    case SDL_BUTTON_MIDDLE: return BUTTON_MIDDLE;
    case SDL_BUTTON_RIGHT: return BUTTON_RIGHT;
    default: return BUTTON_NONE;
    }
}

static bool translate_window(const SDL_WindowEvent *event, InputEvent *out) {
    switch (event->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED: out->kind = INPUT_RESIZE; return true;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED: out->kind = INPUT_EXPOSE; return true;
    case SDL_WINDOWEVENT_FOCUS_LOST: out->kind = INPUT_FOCUS_LOST; return true;
    case SDL_WINDOWEVENT_FOCUS_GAINED: out->kind = INPUT_FOCUS_GAINED; return true;
    case SDL_WINDOWEVENT_LEAVE: out->kind = INPUT_MOUSE_LEAVE; return true;
    default: return false;
    }
}

bool platform_input_translate(const SDL_Event *event, float units, uint64_t now_ms,
                              InputEvent *out) {
    *out = (InputEvent){.time_ms = now_ms, .text = {"", 0}};
    out->modifiers = modifiers_of(SDL_GetModState());
    switch (event->type) {
    case SDL_QUIT: out->kind = INPUT_QUIT; return true;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        out->kind = event->type == SDL_KEYDOWN ? INPUT_KEY_DOWN : INPUT_KEY_UP;
        out->key = key_of(event->key.keysym.sym);
        out->modifiers = modifiers_of((SDL_Keymod)event->key.keysym.mod);
        out->repeat = event->key.repeat != 0;
        return out->key != KEY_NONE;
    case SDL_TEXTINPUT:
        out->kind = INPUT_TEXT;
        out->text = text_of(event->text.text);
        /* Some input methods send the letter of a shortcut as text too; Ctrl with Alt is how some
         * keyboards reach their third letter. */
        return out->text.length > 0 &&
               (!(out->modifiers & MODIFIER_CTRL) || out->modifiers & MODIFIER_ALT);
    case SDL_MOUSEMOTION:
        out->kind = INPUT_MOUSE_MOVE;
        out->at = (Point){(float)event->motion.x * units, (float)event->motion.y * units};
        return true;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        out->kind = event->type == SDL_MOUSEBUTTONDOWN ? INPUT_MOUSE_DOWN : INPUT_MOUSE_UP;
        out->button = button_of(event->button.button);
        out->clicks = event->button.clicks;
        out->at = (Point){(float)event->button.x * units, (float)event->button.y * units};
        return out->button != BUTTON_NONE;
    case SDL_MOUSEWHEEL: {
        float sign = event->wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -1 : 1;
        out->kind = INPUT_WHEEL;
        out->wheel = (Point){event->wheel.preciseX * sign, event->wheel.preciseY * sign};
        out->at = (Point){(float)event->wheel.mouseX * units, (float)event->wheel.mouseY * units};
        return true;
    }
    case SDL_DROPFILE:
        out->kind = INPUT_DROP_FILE;
        if (event->drop.file) out->text = text_of(event->drop.file);
        return out->text.length > 0;
    case SDL_WINDOWEVENT: return translate_window(&event->window, out);
    default: return false;
    }
}
