/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Text of a file for a message. Thread: any. */

/* So many characters show what is meant. */
#define SL_TEXT_QUOTE 40

/* The text as UTF-8, g_free: "…" replaces bytes that are no characters, and what is beyond so many
 * characters (0: no limit). */
char *sl_text_quote (const char *text, gsize most);
/* Copies as many whole characters of a UTF-8 text as there is space for (size: bytes, > 0), and a 0. */
void sl_text_copy (char *copy, const char *text, gsize size);
