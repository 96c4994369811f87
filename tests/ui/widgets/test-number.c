/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-number-entry.h"

#include <locale.h>
#include <math.h>
#include <string.h>

/* The decimal separator of the locale the test runs under. */
static const char *
separator (void)
{
  return localeconv ()->decimal_point;
}

static void
test_format (void)
{
  static const struct { double value; guint digits; const char *expected;
  } table[] = {
    { 12.0, 2, "12.00" }, { -2.5, 1, "\u22122.5" }, { -0.001, 2, "0.00" }, { 100.4, 0, "100" },
    { -0.0, 3, "0.000" }, { NAN, 2, "–" },          { INFINITY, 2, "–" },  { 0.77815, 3, "0.778" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = sl_number_format (table[i].value, table[i].digits);
      g_auto (GStrv) parts = g_strsplit (table[i].expected, ".", -1);
      g_autofree char *expected = g_strjoinv (separator (), parts);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_parse (void)
{
  static const struct { const char *text; double value;
  } table[] = {
    { "12", 12 },       { " 1.5 ", 1.5 }, { "1,5", 1.5 }, { "\u22122.25", -2.25 },
    { "-2,25", -2.25 }, { "1e-3", 1e-3 }, { "+.5", 0.5 }, { "\u00a07\u202f", 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      double v = NAN;

      g_assert_true (sl_number_parse (table[i].text, &v));
      g_assert_cmpfloat (v, ==, table[i].value);
    }
}

static void
test_nonsense (void)
{
  static const char *const table[] = { "",    " ",     "abc", "1.2.3", "1.000,5", "0x10", "nan",
                                       "inf", "1e999", "12a", "1 2",   "--1",     "e5",   "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      double v = 42;

      g_assert_false (sl_number_parse (table[i], &v));
      g_assert_cmpfloat (v, ==, 42);
    }
  g_assert_false (sl_number_parse (NULL, NULL));
}

static void
test_round_trip (void)
{
  for (int i = -300; i <= 300; i++)
    {
      g_autofree char *text = sl_number_format (i / 100.0, 2);
      double v;

      g_assert_true (sl_number_parse (text, &v));
      g_assert_cmpfloat (v, ==, i / 100.0);
    }
}

static void
test_short (void)
{
  static const struct { double value; const char *text;
  } table[] = {
    { 6.0, "6.00" },       { 6.0256, "6.03" },        { 9.996, "10.0" },        { 99.96, "100" },
    { 251.19, "251" },     { 9999.0, "9999" },        { 0.3162, "0.316" },      { 0.0316, "0.032" },
    { 1e12, "1.00×10¹²" }, { 9.999e12, "1.00×10¹³" }, { 3.16e-3, "3.16×10⁻³" }, { 0.0, "0" },
    { NAN, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = sl_number_format_short (table[i].value);
      double back;

      g_strdelimit (text, ",", '.');
      g_assert_cmpstr (text, ==, table[i].text);
      if (isfinite (table[i].value))
        {
          g_assert_true (sl_number_entry_read (text, NULL, NULL, &back, NULL));
          /* Three digits, or two where they begin at the second decimal. */
          g_assert_cmpfloat (fabs (back - table[i].value), <=, 0.016 * table[i].value);
        }
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/format", test_format);
  g_test_add_func ("/number/parse", test_parse);
  g_test_add_func ("/number/nonsense", test_nonsense);
  g_test_add_func ("/number/round-trip", test_round_trip);
  g_test_add_func ("/number/short", test_short);
  return g_test_run ();
}
