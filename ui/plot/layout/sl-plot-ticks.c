/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-ticks.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/plot/sl-decimal.h"

#define MINUS "\u2212"
#define TIMES "\u00d7"
#define THIN_SPACE "\u2009"

/* The number of labels that is easy to read along an axis. */
#define GOOD_COUNT 6.0
/* Below and above these, plain decimals are harder to read than powers. */
#define PLAIN_MIN 1e-3
#define PLAIN_MAX 1e5
/* The same for single numbers with four figures, where leading zeros only take space. */
#define READ_MIN 1e-2
/* A step of a range this many times wider than the doubles' spacing still gives distinct labels. */
#define RELATIVE_EPS 1e-9

static void
tick_clear (gpointer data)
{
  g_free (((SlAxisTick *) data)->label);
}

/* --- the decimal sign --------------------------------------------------------- */

static const char *decimal_sign = ".";
static _Thread_local guint in_file;

void
sl_number_set_decimal (const char *decimal)
{
  decimal_sign = g_intern_string (decimal ? decimal : localeconv ()->decimal_point);
}

void
sl_number_begin_file (void)
{
  in_file++;
}

void
sl_number_end_file (void)
{
  in_file--;
}

static const char *
get_decimal (void)
{
  return in_file ? "." : decimal_sign;
}

char *
sl_number_with_decimal (const char *text)
{
  return sl_decimal_replace (text, '.', get_decimal ());
}

char *
sl_number_for_file (const char *text)
{
  /* Labels that printf made have the sign of the locale, also where no window has set that of plots. */
  const char *sign = localeconv ()->decimal_point;

  /* Longer signs are in no language of the program. */
  if (!in_file || strlen (sign) != 1)
    return g_strdup (text);
  return sl_decimal_replace (text, *sign, ".");
}

/* --- numbers ------------------------------------------------------------------ */

/* value: ASCII digits with an optional '-' and '.', as printf gives them */
static void
append_digits (GString *out, const char *value)
{
  const char *point;
  gsize whole;

  if (*value == '-')
    {
      if (strspn (value + 1, "0.") < strlen (value + 1)) /* no sign on zero */
        g_string_append (out, MINUS);
      value++;
    }
  point = strchr (value, '.');
  whole = point ? (gsize) (point - value) : strlen (value);
  for (gsize i = 0; i < whole; i++)
    {
      /* Four digits are read at a glance, five are not. */
      if (i > 0 && whole > 4 && (whole - i) % 3 == 0)
        g_string_append (out, THIN_SPACE);
      g_string_append_c (out, value[i]);
    }
  if (point)
    g_string_append_printf (out, "%s%s", get_decimal (), point + 1);
}

static void
append_power (GString *out, int exponent)
{
  g_string_append_printf (out, "10<sup>%s%d</sup>", exponent < 0 ? MINUS : "", ABS (exponent));
}

static void
append_fixed (GString *out, double value, int decimals)
{
  char format[16], buffer[G_ASCII_DTOSTR_BUF_SIZE + 64];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 15));
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  append_digits (out, buffer);
}

/* mantissa x 10^exponent with the mantissa rounded to so many decimals */
static void
append_scientific (GString *out, double value, int decimals, gboolean drop_one)
{
  char format[16], buffer[G_ASCII_DTOSTR_BUF_SIZE + 64], *e;

  g_snprintf (format, sizeof format, "%%.%de", CLAMP (decimals, 0, 15));
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  e = strchr (buffer, 'e');
  *e = '\0';
  if (drop_one && strcmp (buffer, "1") == 0)
    {
      append_power (out, atoi (e + 1));
      return;
    }
  append_digits (out, buffer);
  g_string_append (out, TIMES);
  append_power (out, atoi (e + 1));
}

char *
sl_number_markup (double value, int decimals)
{
  GString *out = g_string_new (NULL);
  double size = fabs (value);

  if (isnan (value))
    g_string_append (out, "\u2013");
  else if (isinf (value))
    g_string_append (out, value < 0 ? MINUS "\u221e" : "\u221e");
  else if (value == 0)
    append_fixed (out, 0, MAX (decimals, 0));
  else if (decimals >= 0 && size < 1e7)
    append_fixed (out, value, decimals);
  else if (size < READ_MIN || size >= PLAIN_MAX)
    append_scientific (out, value, 3, FALSE);
  else
    /* log10 just below a whole number prints one digit too many, which does no harm. */
    append_fixed (out, value, MAX (0, 3 - (int) floor (log10 (size))));
  return g_string_free (out, FALSE);
}

static void
add_tick (GArray *ticks, double value, char *label)
{
  SlAxisTick tick = { value, label };

  g_array_append_val (ticks, tick);
}

static int
compare_ticks (gconstpointer a, gconstpointer b)
{
  double x = ((const SlAxisTick *) a)->value, y = ((const SlAxisTick *) b)->value;

  return (x > y) - (x < y);
}

static double
misfit (double count)
{
  return fabs (log (count / GOOD_COUNT));
}

/* Counts the multiples of step within the range; first is the multiple to start from. */
static double
count_steps (double lo, double hi, double step, double *first)
{
  double eps = RELATIVE_EPS * (hi - lo) / step;

  *first = ceil (lo / step - eps);
  return floor (hi / step + eps) - *first + 1;
}

/* The 1-2-5 step whose count is nearest to the good one. mantissa: 1, 2 or 5. Returns the misfit. */
static double
best_step (double lo, double hi, guint max_labels, double *step, int *mantissa, int *exponent)
{
  static const int mantissas[] = { 1, 2, 5 };
  int from = (int) floor (log10 ((hi - lo) / GOOD_COUNT)) - 1;
  double best = INFINITY, fewest = INFINITY;

  for (int e = from; e <= from + 4; e++)
    for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
      {
        double s = mantissas[i] * pow (10, e), first, n = count_steps (lo, hi, s, &first);
        gboolean fits = n >= 1 && n <= max_labels;

        /* Where nothing fits well (one label allowed), the coarsest step that shows any will do. */
        if ((fits && misfit (n) < best) || (isinf (best) && n >= 1 && n < fewest))
          {
            if (fits)
              best = misfit (n);
            fewest = n;
            *step = s;
            *mantissa = mantissas[i];
            *exponent = e;
          }
      }
  return best;
}

static void
linear_ticks (GArray *ticks, double lo, double hi, double step, int mantissa, int exponent)
{
  double largest = MAX (fabs (lo), fabs (hi)), first, n;
  gboolean plain = largest < PLAIN_MAX * 10 && step >= PLAIN_MIN / 10;
  int divide = mantissa == 2 ? 4 : 5;

  n = count_steps (lo, hi, step, &first);
  for (double i = 0; i < n; i++)
    {
      GString *label = g_string_new (NULL);
      double value = (first + i) * step;

      if (first + i == 0)
        g_string_append (label, "0");
      else if (plain)
        append_fixed (label, value, MAX (0, -exponent));
      else
        append_scientific (label, value,
                           MAX (0, (int) floor (log10 (fabs (value)) + RELATIVE_EPS) - exponent), TRUE);
      add_tick (ticks, value, g_string_free (label, FALSE));
    }
  step /= divide;
  n = count_steps (lo, hi, step, &first);
  for (double i = 0; i < n; i++)
    if (fmod (first + i, divide) != 0)
      add_tick (ticks, (first + i) * step, NULL);
}

/* Labels at powers of ten and, where multiples is set, at 2 and 5 times them; every stride-th power. */
static void
log_ticks (GArray *ticks, double lo, double hi, int stride, gboolean multiples)
{
  int from = (int) floor (log10 (lo) - RELATIVE_EPS), to = (int) ceil (log10 (hi) + RELATIVE_EPS);
  double low = lo * (1 - RELATIVE_EPS), high = hi * (1 + RELATIVE_EPS);
  gboolean plain = multiples ? lo >= PLAIN_MIN && hi < PLAIN_MAX * 10 : lo > 0.05 && hi < 2000;

  for (int e = from; e <= to; e++)
    {
      double power = pow (10, e);

      for (int m = 1; m <= 9; m++)
        {
          double value = m * power;
          gboolean labelled = m == 1 ? e % stride == 0 : multiples && (m == 2 || m == 5);

          if (value < low || value > high || (m > 1 && stride > 1))
            continue;
          if (!labelled)
            {
              add_tick (ticks, value, NULL);
              continue;
            }
          GString *label = g_string_new (NULL);
          if (plain || (m == 1 && (e == 0 || e == 1)))
            append_fixed (label, value, MAX (0, -e));
          else if (m == 1)
            append_power (label, e);
          else
            append_scientific (label, value, 0, TRUE);
          add_tick (ticks, value, g_string_free (label, FALSE));
        }
    }
}

static guint
count_labels (GArray *ticks)
{
  guint n = 0;

  for (guint i = 0; i < ticks->len; i++)
    n += g_array_index (ticks, SlAxisTick, i).label != NULL;
  return n;
}

GArray *
sl_ticks_choose (SlScale scale, double lo, double hi, guint max_labels)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (SlAxisTick));
  double step = 1, best;
  int mantissa = 1, exponent = 0;

  g_array_set_clear_func (ticks, tick_clear);
  max_labels = MAX (max_labels, 1);
  if (lo > hi)
    {
      double swap = lo;

      lo = hi;
      hi = swap;
    }
  if (!isfinite (lo) || !isfinite (hi) || !isfinite (hi - lo) || !(hi - lo > 4 * RELATIVE_EPS * fabs (hi))
      || !(hi - lo > 1e-300) || (scale == SL_SCALE_LOG && lo <= 0))
    return ticks;

  best = best_step (lo, hi, max_labels, &step, &mantissa, &exponent);
  /* On less than a decade, evenly spaced numbers read better than two or three 1-2-5 multiples. */
  if (scale == SL_SCALE_LINEAR || hi / lo < 8)
    linear_ticks (ticks, lo, hi, step, mantissa, exponent);
  else
    {
      /* From the finest choice to the coarsest; of equals the finer stays. */
      int stride = 1, best_stride = 0, decades = (int) ceil (log10 (hi / lo));

      best = INFINITY;
      for (int choice = 0; choice == 0 || stride <= 2 * decades + 2; choice++)
        {
          g_autoptr (GArray) trial = g_array_new (FALSE, FALSE, sizeof (SlAxisTick));
          guint n;

          g_array_set_clear_func (trial, tick_clear);
          log_ticks (trial, lo, hi, stride, choice == 0);
          n = count_labels (trial);
          if (n >= 1 && n <= max_labels && misfit (n) < best)
            {
              best = misfit (n);
              best_stride = choice == 0 ? 0 : stride;
            }
          stride = choice == 0 ? 1 : stride < 6 ? stride + 1 : 2 * stride;
        }
      if (isfinite (best))
        log_ticks (ticks, lo, hi, MAX (best_stride, 1), best_stride == 0);
    }
  g_array_sort (ticks, compare_ticks);
  return ticks;
}
