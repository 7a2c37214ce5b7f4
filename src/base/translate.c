#include "base/translate.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char DOMAIN[] = "lastref";
static const char ENGLISH[] = "C"; /* the locale in which nothing is looked up */

/* Some texts are made for thousands of objects: English has to cost nothing. */
static bool is_english(void) {
    const char *locale = setlocale(LC_MESSAGES, NULL);
    return !locale || strcmp(locale, ENGLISH) == 0;
}

const char *translate(const char *text) {
    /* of "" a catalogue tells its own head */
    return text[0] && !is_english() ? dgettext(DOMAIN, text) : text;
}

const char *translate_many(const char *one, const char *many, unsigned long number) {
    if (is_english()) return number == 1 ? one : many;
    return dngettext(DOMAIN, one, many, number);
}

/* A system need not have the locale of a person's language: its catalogue is found all the same. */
static void ask_without_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    setlocale(LC_MESSAGES, "C.UTF-8");
    if (getenv("LANGUAGE")) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !value[0]) continue;
        setenv("LANGUAGE", value, 1);
        return;
    }
}

/* "Language: de" in the head of the catalogue; without one the head is empty. */
static void read_language(char *language, size_t size) {
    static const char field[] = "\nLanguage: ";
    const char *head = dgettext(DOMAIN, ""), *found = strstr(head, field);
    language[0] = '\0';
    if (!found) return;
    found += strlen(field);
    snprintf(language, size, "%.*s", (int)strcspn(found, "\n "), found);
}

static void open_catalogue(const char *folder, char *language, size_t size) {
    bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    read_language(language, size);
    if (!language[0]) translate_close();
}

void translate_open(const char *folder, char *language, size_t size) {
    translate_close(); /* gettext forgets what it found when the locale changes, and only then */
    if (!setlocale(LC_MESSAGES, "")) ask_without_locale();
    open_catalogue(folder, language, size);
}

void translate_open_as(const char *folder, const char *chosen, char *language, size_t size) {
    setenv("LANGUAGE", chosen, 1);
    translate_close();
    setlocale(LC_MESSAGES, "C.UTF-8");
    open_catalogue(folder, language, size);
}

void translate_close(void) {
    setlocale(LC_MESSAGES, ENGLISH);
}
