import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Text, Word } from './columns';

/** What the program saw on a stored photo: one row a photo. */
@Entity('photo_check')
@Index('photo_check_photo', ['photoId'], { unique: true })
@Index('photo_check_media', ['mediaId'])
@Index('photo_check_place', ['lonE6'])
export class PhotoCheck {
  @Id()
  id: number;

  @Int()
  photoId: number;

  @Int()
  mediaId: number;

  /** As `Verdict` in src/evidence/look.ts says; `failed`: it brought the thread down again and again. */
  @Word(12)
  verdict: 'photo' | 'animated' | 'unsupported' | 'large' | 'bomb' | 'broken' | 'failed';

  /** jpeg, png, webp, gif, heic. */
  @Word(12, maybe)
  format: string | null;

  @Int(maybe)
  width: number | null;

  @Int(maybe)
  height: number | null;

  /** What it is searched by and what decides (src/evidence/fingerprint.ts), base64; null: it cannot be compared. */
  @Word(128, maybe)
  coarse: string | null;

  @Text(maybe)
  fine: string | null;

  /** By the camera's own clock, `YYYY-MM-DD HH:MM:SS`: a hint, since clocks are wrong and anybody can change it. */
  @Word(19, maybe)
  takenAt: string | null;

  /** Where the camera says it was, WGS84, millionths of a degree: a hint. */
  @Int(maybe)
  lonE6: number | null;

  @Int(maybe)
  latE6: number | null;

  @Instant()
  checkedAt: Date;

  /** When it was compared with all others; null: still to be done. */
  @Instant(maybe)
  comparedAt: Date | null;
}

/** Two photos of the same bytes, or with the same picture on them. A fact, and nobody's fault yet. */
@Entity('photo_pair')
@Index('photo_pair_both', ['photoId', 'earlierId'], { unique: true })
@Index('photo_pair_earlier', ['earlierId'])
@Index('photo_pair_found', ['foundAt'])
export class PhotoPair {
  @Id()
  id: number;

  /** The one that came later. */
  @Int()
  photoId: number;

  @Int()
  earlierId: number;

  /** `same-file` byte for byte · `same-picture` saved anew, scaled, cut or made brighter. */
  @Word(12)
  kind: 'same-file' | 'same-picture';

  /** Of 256 bits, how many differ; 0 for the same file. */
  @Int()
  distance: number;

  @Instant()
  foundAt: Date;
}
