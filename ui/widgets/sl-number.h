/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Numbers as people write and read them. */

/* value with this many decimals in the user's locale, with a real minus sign
 * and never as a negative zero. Not finite: a dash. Free with g_free(). */
char *sl_number_format (double value, guint digits);
/* Reads a number that was typed in any locale: comma or dot as the decimal
 * separator, hyphen or minus sign, an exponent, white space around it. FALSE,
 * value untouched, where the text is anything else or not finite. */
gboolean sl_number_parse (const char *text, double *value);
/* A text with the locale's decimal sign in place of points between digits;
 * g_free(). */
char *sl_number_in_locale (const char *text);

/* The same of any size in three digits: "6.03", "251", "1.26×10¹²". g_free(). */
char *sl_number_format_short (double value);
