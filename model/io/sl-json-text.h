/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* More commas and brackets are no description of anything. */
#define SL_JSON_TEXT_MOST 5000000

/* Makes JSON that a user may have written fit for a parser that recurses for each bracket: comments, both
 * kinds, become blanks, so that lines and columns stay; what no JSON has outside of double quotes (single
 * quotes, slashes, zeros) is refused, and so are more than `depth` brackets within one another and more than
 * SL_JSON_TEXT_MOST values. After that every parser finds the same brackets that were counted here. text
 * (length bytes) is changed in place. FALSE with SL_ERROR_DATA, which names line and column. Thread: any. */
gboolean sl_json_text_clean (char *text, gsize length, guint depth, GError **error);

/* The JSON library writes numbers that need no point, such as 1e-10, as "1e-10.0", which is no JSON and which
 * it cannot read. Takes those ".0" out of a text that it wrote, in place; what is in double quotes stays.
 * Every text that it writes goes through this. Returns text. Thread: any. */
char *sl_json_text_mend_numbers (char *text);
