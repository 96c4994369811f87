/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-random.h"

#include <math.h>

static inline void
multiply (guint32 a, guint32 b, guint32 *high, guint32 *low)
{
  const guint64 product = (guint64) a * b;

  *high = (guint32) (product >> 32);
  *low = (guint32) product;
}

#define SL_PHILOX_INLINE static inline
#define SL_PHILOX_NAME philox
#define SL_PHILOX_WORD guint32
#define SL_PHILOX_MULTIPLY multiply
#include "model/population/kernels/sl-philox-body.h"

/* Two uniform numbers of 53 bits. */
static void
draw_pair (const SlRandomPlace *place, guint32 block, double out[2])
{
  guint32 c[4] = { block, place->chain, (guint32) place->step,
                   (guint32) (place->step >> 32) ^ (guint32) place->purpose << 24 };

  philox (c, (guint32) place->seed, (guint32) (place->seed >> 32));
  for (guint i = 0; i < 2; i++)
    out[i] = (double) ((((guint64) c[2 * i] << 32 | c[2 * i + 1]) >> 12) + 0.5) * 0x1p-52;
}

void
sl_random_uniform (const SlRandomPlace *place, double *out, guint n)
{
  for (guint i = 0; i < n; i += 2)
    {
      double pair[2];

      draw_pair (place, i / 2, pair);
      out[i] = pair[0];
      if (i + 1 < n)
        out[i + 1] = pair[1];
    }
}

void
sl_random_normal (const SlRandomPlace *place, double *out, guint n)
{
  for (guint i = 0; i < n; i += 2)
    {
      double pair[2], radius;

      draw_pair (place, i / 2, pair);
      radius = sqrt (-2.0 * log (pair[0]));
      out[i] = radius * cos (2.0 * G_PI * pair[1]);
      if (i + 1 < n)
        out[i + 1] = radius * sin (2.0 * G_PI * pair[1]);
    }
}
