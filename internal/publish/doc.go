// Package publish makes a folder equal to a set of files, all or nothing.
//
// A publication begins with [Begin], is told every file of the new site with
// [Publication.Put] or [Publication.Keep], and ends with [Publication.Commit] or
// [Publication.Abort]. Until the commit the published folder is not touched; after
// it the folder holds the new site; a process killed at any moment leaves one of the
// two, never a mixture.
//
// # What lies beside the folder
//
// For a folder called public, its parent holds
//
//	.public.lock          taken by flock while a build runs; the kernel frees it when the process dies
//	.public.manifest      what the last build wrote: see [manifest]
//	.public.manifest.new  the manifest of a commit that is under way; it is also its journal
//	.public.memos         what builds remember beside it, a file for each
//	.public.stage-N       the tree of generation N while it is being made
//	.public.stage-N.spare the spare of a first publication while it is being made
//	.public.stage-N.old   what the spare had too much, until it is deleted after the exchange
//	.public.spare         the tree before the last one, kept for the next build
//
// None of them is served. Where the parent cannot be written (a volume mounted on a
// folder of somebody else), they live in .resolute inside the folder, and the result says so.
//
// # The exchange
//
// The new tree is made beside the old one, and the two trade places by one system call
// (renameat2 with RENAME_EXCHANGE, renamex_np with RENAME_SWAP on macOS). Two plain renames would show a
// reader a moment without any site. Files that did not change are hard links to the
// published ones, so that they keep their bytes, times and inodes; no file is ever
// opened for writing but one this package has just created with O_EXCL.
//
// Three things keep the cost of a build in proportion to what changed:
//
//   - The stage is made when the first difference appears. A build that changes nothing looks at
//     each published file once (one fstatat, relative to an open folder), and neither
//     writes, links nor renames.
//   - The tree that was replaced is not removed but kept as the spare. It differs
//     from the published one by the files of the last commit only, which the manifest lists. (The first publication of
//     a folder replaces no tree: its spare is made with it, of links to the same files.) The next
//     build turns it into its stage by repairing those, and writes its own changes: its
//     cost is that of two sets of changes. Linking and later removing 30,000 files
//     costs 80 µs of CPU for each of them (removing folders is the expensive part),
//     several times what all the rest of such a build needs. Whether the spare is still whole is told by the number
//     of links of the published files, which are looked at anyway. The spare
//     shares the bytes of its files with the published tree; it costs inodes of folders. Trees of fewer than
//     [Options.SpareFrom] files are linked and removed, and leave nothing beside the folder.
//   - Whether anyone else has added or removed files is seen by the
//     inode and change time of each folder (a change time cannot be set by programs); only folders that
//     differ are listed.
//
// Durability: the stage and its manifest are written to the disk by one syncfs before
// the exchange. One fsync for each of 30,000 files would be a journal commit each; one fsync
// of a folder does not write the bytes of the files in it. After a power
// cut the folder is therefore the old or the new site, as after a kill. Where syncfs does not exist,
// only the survival of a kill is promised.
//
// # In place
//
// A mount point cannot be renamed, and some file systems cannot exchange. There the changed files
// are staged inside the folder (under .resolute), the journal is completed,
// and then they are renamed one by one: hashed assets first, then data, then
// pages from the deepest to the highest, then feeds, sitemap and headers, and deletions last, so that
// no page refers to what is not there yet. A build that is killed in between leaves
// whole files of two generations; the next start finishes the work from the journal. The result's
// notes say that the promise was the weaker one.
//
// # What belongs to whom
//
// A file belongs to this package when the manifest lists it and it still has the bytes that were written.
// Everything else is foreign: it is carried over, in every mode, and never deleted. When a
// new page wants the place of a foreign file with other content, that is an error
// naming it, unless [Options.Adopt] allows to replace it. If the manifest is lost or damaged, all
// files are foreign: nothing is deleted, the files of the new site replace those in
// their places, and a note says so.
//
// A folder that is not empty and was never published to is refused without Adopt; if
// it holds a .git folder it is refused even then, because it is somebody's repository. A .git
// file, as a linked work tree has one (the usual way to publish a gh-pages branch), may be adopted,
// and a .git that appears in the folder later is foreign like anything else.
//
// A folder given as a symbolic link is resolved first: the link stays, and its target is published to,
// with lock and manifest beside the target.
package publish
