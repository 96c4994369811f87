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

/* The same of any size in three digits: "6.03", "251", "1.26×10¹²". g_free(). */
char *sl_number_format_short (double value);

/* How a number was written. */
typedef enum {
  SL_NUMBER_ALONE,      /* 6.3 */
  SL_NUMBER_WITH_UNIT,  /* 6.3 Gyr */
  SL_NUMBER_EQUALS,     /* =6.3 */
  SL_NUMBER_LOGARITHM,  /* lg 6.3, log10 (6.3): the value is the logarithm */
} SlNumberForm;
/* As sl_number_parse(), also with this unit after it (plain text; "": none), after a sign of equality, within
 * a logarithm to base ten, and with a power of ten: "1.3×10¹²", "10^12". */
gboolean sl_number_parse_form (const char *text, const char *unit, SlNumberForm *form, double *value);
