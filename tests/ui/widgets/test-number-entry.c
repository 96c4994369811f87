/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type as a number: sums, units, words, and nonsense. */
#include "ui/widgets/sl-number-entry.h"

#include <locale.h>
#include <math.h>
#include <string.h>

/* Texts by chance. */
#define N_RANDOM 200000
/* A text of this many bytes is read at once: the limit is far above what a linear reader needs. */
#define N_LONG 60000
#define MOST_S 0.2

static void
test_good (void)
{
  static const struct { const char *text, *unit; SlNumberForm form; double value; } good[] = {
    { "6.3", "Gyr", SL_NUMBER_ALONE, 6.3 },
    { "6,3", "Gyr", SL_NUMBER_ALONE, 6.3 },
    { "6.3 Gyr", "Gyr", SL_NUMBER_WITH_UNIT, 6.3 },
    { " 6,3gyr ", "Gyr", SL_NUMBER_WITH_UNIT, 6.3 },
    { "6300 Myr", "Gyr", SL_NUMBER_WITH_UNIT, 6.3 },
    { "0.5 Gyr", "yr", SL_NUMBER_WITH_UNIT, 5e8 },
    { "10 %", "%", SL_NUMBER_WITH_UNIT, 10.0 },
    { "=10", "Gyr", SL_NUMBER_EQUALS, 10.0 },
    { "= 1e3", "", SL_NUMBER_EQUALS, 1000.0 },
    { "lg 100", "", SL_NUMBER_LOGARITHM, 2.0 },
    { "log10(1000)", "", SL_NUMBER_LOGARITHM, 3.0 },
    { "=lg(10)", "", SL_NUMBER_LOGARITHM, 1.0 },
    { "LOG 10", "", SL_NUMBER_LOGARITHM, 1.0 },
    { "lg (2*50)", "", SL_NUMBER_LOGARITHM, 2.0 },
    { "lg 10+1", "", SL_NUMBER_LOGARITHM, 2.0 },
    { "1.3×10¹²", "M☉", SL_NUMBER_ALONE, 1.3e12 },
    { "1.3 × 10^12 M☉", "M☉", SL_NUMBER_WITH_UNIT, 1.3e12 },
    { "1,3x10^12", "M☉", SL_NUMBER_ALONE, 1.3e12 },
    { "10^12", "", SL_NUMBER_ALONE, 1e12 },
    { "10⁻³", NULL, SL_NUMBER_ALONE, 1e-3 },
    { "2*3", "Gyr", SL_NUMBER_ALONE, 6.0 },
    { "6+0.3", "Gyr", SL_NUMBER_ALONE, 6.3 },
    { "6 + 0,3 Gyr", "Gyr", SL_NUMBER_WITH_UNIT, 6.3 },
    { "13.8-2*(1+2)/4", "Gyr", SL_NUMBER_ALONE, 12.3 },
    { "10/2/5", NULL, SL_NUMBER_ALONE, 1.0 },
    { "1 − 2 − 3", NULL, SL_NUMBER_ALONE, -4.0 },
    { "−2", NULL, SL_NUMBER_ALONE, -2.0 },
    { "--2", NULL, SL_NUMBER_ALONE, 2.0 },
    { "3*-2", NULL, SL_NUMBER_ALONE, -6.0 },
    { "-2^2", NULL, SL_NUMBER_ALONE, -4.0 },
    { "2^-1", NULL, SL_NUMBER_ALONE, 0.5 },
    { "1e−3", NULL, SL_NUMBER_ALONE, 1e-3 },
    { ".5", NULL, SL_NUMBER_ALONE, 0.5 },
    { "5.", NULL, SL_NUMBER_ALONE, 5.0 },
    { "1e99", NULL, SL_NUMBER_ALONE, 1e99 },
    { "(((1)))", NULL, SL_NUMBER_ALONE, 1.0 },
    { "\u00a06\u202f", NULL, SL_NUMBER_ALONE, 6.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *why = NULL;
      SlNumberForm form;
      double value;

      if (!sl_number_entry_read (good[i].text, good[i].unit, &form, &value, &why))
        g_error ("%s: %s", good[i].text, why);
      g_assert_null (why);
      g_assert_cmpint (form, ==, good[i].form);
      g_assert_cmpfloat_with_epsilon (value, good[i].value, 1e-12 * fabs (good[i].value));
    }
}

/* Nothing changes, and the reason is named. */
static void
test_bad (void)
{
  static const struct { const char *text, *why; } bad[] = {
    { "", "A number is missing" },
    { "   ", "A number is missing" },
    { "=", "A number is missing" },
    { "2*", "A number is missing" },
    { "lg", "A number is missing" },
    { "10^", "A number is missing" },
    { "==3", "Not a number: “=3”" },
    { "six", "Not a number: “six”" },
    { "6 Pfund", "Not a number: “Pfund”" },
    { "6.3 %", "Not a number: “%”" },
    { "6 Gyr Gyr", "Not a number: “Gyr Gyr”" },
    { "1 000", "Not a number: “000”" },
    { "nan", "Not a number: “nan”" },
    { "inf", "Not a number: “inf”" },
    { "0x10", NULL },
    { "1.000,5", "Write one decimal comma or point" },
    { "1,000,000", "Write one decimal comma or point" },
    { "1..2", "Write one decimal comma or point" },
    { "lg -1", "Only positive numbers have logarithms" },
    { "lg 0", "Only positive numbers have logarithms" },
    { "lg(3", "A bracket is not closed" },
    { "(1", "A bracket is not closed" },
    { "lg 3)", "Not a number: “)”" },
    { ")", "Not a number: “)”" },
    { "1/0", "The result is no number" },
    { "0/0", "The result is no number" },
    { "(-1)^0.5", "The result is no number" },
    { "1e999", "The number is too large" },
    { "9^9^9^9", "The result is no number" },
    { "\xff\xfe", NULL },
    { "a long text that is no number", "Not a number: “a long text …”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *why = NULL;
      double value = 42;

      if (strcmp (bad[i].text, "0x10") == 0)
        {
          /* A product of naught. */
          g_assert_true (sl_number_entry_read (bad[i].text, "Gyr", NULL, &value, &why));
          g_assert_cmpfloat (value, ==, 0.0);
          continue;
        }
      g_assert_false (sl_number_entry_read (bad[i].text, "Gyr", NULL, &value, &why));
      g_assert_cmpfloat (value, ==, 42);
      g_assert_nonnull (why);
      if (bad[i].why)
        g_assert_cmpstr (why, ==, bad[i].why);
      g_assert_cmpuint (g_utf8_strlen (why, -1), <, 50);
    }
}

/* Long texts of any kind are read at once, and deep ones do not fill the stack. */
static void
test_long (void)
{
  static const char *const parts[] = { "1", "a", "(", "-", "1+", "1*", "lg ", "2^", "1 ", "ä", ".", "Gyr",
                                       "⁻", "1e", "((1)+" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *why = NULL;
      gint64 begin;
      double value;

      while (text->len < N_LONG)
        g_string_append (text, parts[i]);
      begin = g_get_monotonic_time ();
      if (!sl_number_entry_read (text->str, "Gyr", NULL, &value, &why))
        g_assert_cmpuint (g_utf8_strlen (why, -1), <, 50);
      g_assert_cmpfloat (1e-6 * (double) (g_get_monotonic_time () - begin), <, MOST_S);
    }
}

/* Any text ends in a number or a reason. */
static void
test_chance (void)
{
  static const char *const parts[] = { "1", "23", "0", ".", ",", "+", "-", "−", "*", "/", "×", "^", "²", "⁻",
                                       "(", ")", "lg", "e", "=", " ", "Gyr", "Myr", "%", "x", "today", "ß" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint n = 0; n < N_RANDOM; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *why = NULL;
      double value = NAN;

      for (int k = g_rand_int_range (rand, 0, 12); k > 0; k--)
        g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      if (sl_number_entry_read (text->str, "Gyr", NULL, &value, &why))
        g_assert_true (isfinite (value) && !why);
      else
        g_assert_true (isnan (value) && why && *why);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number-entry/good", test_good);
  g_test_add_func ("/number-entry/bad", test_bad);
  g_test_add_func ("/number-entry/long", test_long);
  g_test_add_func ("/number-entry/chance", test_chance);
  return g_test_run ();
}
