/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/sound/sl-tone-synth.h"
#include "ui/sound/sl-tone.h"

#define RATE 48000.0
/* The steepest from sample to sample: the highest pitch at its loudest, half as much again for its overtone.
 * A jump of a fifth of the loudest is steeper. */
#define STEEPEST (1.5 * SL_TONE_LOUDEST * 2 * G_PI * (2 * SL_TONE_MIDDLE) / RATE)
/* Zero crossings of a second are counted to one, at either end. */
#define PITCH_TOLERANCE_HZ 1.5
/* How long pitch and volume may take to arrive, in seconds: five of the slower time constants. */
#define SETTLED 0.3

static const double values[] = { 0, 1, -1, 0.4, NAN, -0.7, NAN, NAN, 3, -3, INFINITY, -0.01 };

static void
test_continuous (void)
{
  SlToneSynth synth = { 0 };
  float block[997], last = 0;
  double loudest = 0;

  for (guint i = 0; i < 400; i++)
    {
      gsize n = 1 + (i * 131) % G_N_ELEMENTS (block);

      sl_tone_synth_fill (&synth, values[i % G_N_ELEMENTS (values)], RATE, block, n);
      for (gsize j = 0; j < n; j++)
        {
          g_assert_true (isfinite (block[j]));
          g_assert_cmpfloat (fabsf (block[j] - last), <=, STEEPEST);
          loudest = MAX (loudest, fabsf (block[j]));
          last = block[j];
        }
    }
  g_assert_cmpfloat (loudest, <=, SL_TONE_LOUDEST);
  g_assert_cmpfloat (loudest, >, SL_TONE_LOUDEST / 2); /* it was heard */
}

static double
pitch (double value, double *loudest)
{
  static float second[(int) RATE];
  SlToneSynth synth = { 0 };
  guint crossings = 0;

  sl_tone_synth_fill (&synth, value > 0 ? -1 : 1, RATE, second, (gsize) (SETTLED * RATE));
  sl_tone_synth_fill (&synth, value, RATE, second, (gsize) (SETTLED * RATE));
  sl_tone_synth_fill (&synth, value, RATE, second, G_N_ELEMENTS (second));
  *loudest = 0;
  for (guint i = 0; i < G_N_ELEMENTS (second); i++)
    {
      crossings += i > 0 && second[i - 1] < 0 && second[i] >= 0;
      *loudest = MAX (*loudest, fabsf (second[i]));
    }
  return crossings;
}

static void
test_pitch (void)
{
  double soft, loud;

  g_assert_cmpfloat (fabs (pitch (0, &soft) - SL_TONE_MIDDLE), <, PITCH_TOLERANCE_HZ);
  g_assert_cmpfloat (fabs (pitch (1, &loud) - 2 * SL_TONE_MIDDLE), <, PITCH_TOLERANCE_HZ);
  g_assert_cmpfloat (loud, >, 1.5 * soft);
  g_assert_cmpfloat (fabs (pitch (-1, &loud) - SL_TONE_MIDDLE / 2), <, PITCH_TOLERANCE_HZ);
  g_assert_cmpfloat (loud, >, 1.5 * soft);
  g_assert_cmpfloat (fabs (pitch (0.5, &loud) - SL_TONE_MIDDLE * sqrt (2)), <, PITCH_TOLERANCE_HZ);
  g_assert_cmpfloat (fabs (pitch (7, &loud) - 2 * SL_TONE_MIDDLE), <, PITCH_TOLERANCE_HZ);
}

static void
test_silence (void)
{
  SlToneSynth synth = { 0 };
  static float block[(int) RATE];

  /* Silent from the start, and after a fade; then nothing at all. */
  sl_tone_synth_fill (&synth, NAN, RATE, block, 100);
  for (int i = 0; i < 100; i++)
    g_assert_true (block[i] == 0);
  sl_tone_synth_fill (&synth, 0.5, RATE, block, 4000);
  sl_tone_synth_fill (&synth, NAN, RATE, block, G_N_ELEMENTS (block));
  g_assert_cmpfloat (fabsf (block[0]) + fabsf (block[20]) + fabsf (block[40]), >, 0);
  for (gsize i = (gsize) (SETTLED * RATE); i < G_N_ELEMENTS (block); i++)
    g_assert_true (block[i] == 0);
}

/* The same sound however it is cut into blocks. */
static void
test_blocks (void)
{
  enum { N = 6000 };
  SlToneSynth whole = { 0 }, cut = { 0 };
  static float a[N], b[N];

  sl_tone_synth_fill (&whole, 0.3, RATE, a, N);
  for (gsize done = 0, n = 1; done < N; done += n, n = MIN (n * 2, N - done))
    sl_tone_synth_fill (&cut, 0.3, RATE, b + done, n);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

/* With or without an output: nothing breaks, nothing warns (warnings are fatal here). */
static void
test_output (void)
{
  g_autoptr (SlTone) tone = sl_tone_new ();
  gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  g_test_message ("sound output: %s", sl_tone_is_available (tone) ? "there" : "none");
  for (guint i = 0; g_get_monotonic_time () < end; i++)
    {
      sl_tone_set (tone, values[i % G_N_ELEMENTS (values)]);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  sl_tone_set (tone, NAN);
  g_test_message ("after use: %s", sl_tone_is_available (tone) ? "there" : "none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tone/continuous", test_continuous);
  g_test_add_func ("/tone/pitch", test_pitch);
  g_test_add_func ("/tone/silence", test_silence);
  g_test_add_func ("/tone/blocks", test_blocks);
  g_test_add_func ("/tone/output", test_output);
  return g_test_run ();
}
