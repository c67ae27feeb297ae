/** A struct of the kernel that a module can get at from what it imports. Plain data. */
export interface ReachedType {
  /** `"task_struct"`, without `struct`. */
  readonly type: string;
  /** The function that it imports from which the way is shortest. */
  readonly by: string;
  /** Its parameter, and members on the way, through pointers too; those without a name are left out. */
  readonly path: readonly string[];
}
