/** Where the page of an outfall is. @param base https://hezhang.example.cn, without a slash at its end */
export const addressOf = (base: string, publicId: string): string => `${base}/p/outfalls/${publicId}`;
