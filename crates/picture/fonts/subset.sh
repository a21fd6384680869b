#!/bin/sh
# Makes the two subsets beside this file from Arimo 1.33, as Debian's package fonts-croscore 20201225-1
# has it. Needs pyftsubset (python3 -m pip install fonttools==4.68.0).
#
#   apt-get download fonts-croscore && dpkg -x fonts-croscore_*.deb arimo
#   sh crates/picture/fonts/subset.sh arimo/usr/share/fonts/truetype/croscore
#
# What is kept: Latin with the accents of Europe (Welsh among them), Greek, Cyrillic, Hebrew letters,
# punctuation, figures above and below the line, signs of currencies, arrows, signs of mathematics
# and plain shapes. What is dropped: hints and features, which charts do not use.
set -eu
from=$1
here=$(dirname "$0")
kept=20-7E,A0-17F,192,1CD-1D4,1FA-1FF,218-21B,2C6-2C7,2D8-2DD,384-3CE,400-45F,490-491
kept=$kept,5BE,5D0-5EA,5F3-5F4,1E02-1E03,1E0A-1E0B,1E1E-1E1F,1E40-1E41,1E56-1E57,1E60-1E61
kept=$kept,1E6A-1E6B,1E80-1E85,1E9E,1EF2-1EF3,2010-2027,202F-203A,2044,2070-2094,20A0-20BF
kept=$kept,2113,2116,2122,2126,2153-215E,2190-21FF,2200-22FF,2500-25FF,266A-266B
for face in Regular Bold; do
    SOURCE_DATE_EPOCH=0 pyftsubset "$from/Arimo-$face.ttf" --unicodes="$kept" --no-hinting --notdef-outline \
        --layout-features='' --drop-tables+=GSUB,GPOS,GDEF,DSIG,gasp,meta,prep --no-recalc-timestamp \
        --name-IDs=0,1,2,3,4,5,6,7,13,14 --output-file="$here/Arimo-$face.ttf"
done
