/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers from a counter: Philox 4x32-10 [Salmon et al. 2011]. Common subset of C and CUDA C++. The
 * including file defines SL_PHILOX_INLINE and SL_PHILOX_NAME, how and as what the function is declared;
 * SL_PHILOX_WORD, 32 bits or a vector of them; and SL_PHILOX_MULTIPLY (word, constant, &high, &low), the
 * halves of a product. */

/* Replaces the counter c by four random words. */
SL_PHILOX_INLINE void
SL_PHILOX_NAME (SL_PHILOX_WORD c[4], unsigned k0, unsigned k1)
{
  for (int round = 0; round < 10; round++)
    {
      SL_PHILOX_WORD hi0, lo0, hi1, lo1;

      SL_PHILOX_MULTIPLY (c[0], 0xD2511F53u, &hi0, &lo0);
      SL_PHILOX_MULTIPLY (c[2], 0xCD9E8D57u, &hi1, &lo1);
      c[0] = hi1 ^ c[1] ^ k0;
      c[1] = lo1;
      c[2] = hi0 ^ c[3] ^ k1;
      c[3] = lo0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
}
#undef SL_PHILOX_INLINE
#undef SL_PHILOX_NAME
#undef SL_PHILOX_WORD
#undef SL_PHILOX_MULTIPLY
